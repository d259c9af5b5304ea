"""A consent is taken back where it went, and taken out of what still waits."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from hubapp.core.destination import Rights
from hubapp.core.mapping import FieldMapping, MappingRow, Record
from hubapp.core.retrying import State
from hubapp.destinations import destination_of
from hubapp.doors.database import transaction
from hubapp.extensions import db
from hubapp.models import Connection, Delivery, Submission
from hubapp.services.delivery import forgetting, withdrawing
from tests.support.factories import ConnectionFactory, DeliveryFactory, SubmissionFactory

TARGET, ANA = "attribute.email_subscribe", "email:ana@example.com"
RECORD = Record(
    ANA, "email", "ana@example.com", "t", "", {TARGET: True, "custom.x": 1}, once=(TARGET,)
).to_json()


@pytest.fixture
def connection(both) -> Connection:
    made = ConnectionFactory()
    rows = (MappingRow("field.news", TARGET), MappingRow("field.x", "custom.x"))
    with transaction():
        made.mapping = FieldMapping("email", "field.email", "", rows).to_json()
    return made


@pytest.fixture
def submission(connection) -> Submission:
    return SubmissionFactory()


def take_back(connection: Connection, submission: Submission, source: str = "field.news") -> bool:
    with transaction():
        assert forgetting.hold_still(connection.id)
        return withdrawing.take_consent_back(connection, submission, source)


def delivery(connection: Connection, submission: Submission, **more: object) -> Delivery:
    given = {"record": RECORD, "submission_id": submission.id, **more}
    return DeliveryFactory(connection=connection, **given)


@pytest.mark.parametrize(
    "more",
    [
        {"state": State.DELIVERED},
        {"state": State.REJECTED, "outcome_unknown": True},
        {"state": State.WAITING, "attempts": 1},
        {"state": State.DELIVERED, "record": None},
    ],
)
def test_who_may_have_it_is_told(connection, submission, more):
    delivery(connection, submission, **more)
    assert take_back(connection, submission)
    last = db.session.scalars(select(Delivery).order_by(Delivery.id.desc())).first()
    assert last.record["values"] == {TARGET: "unsubscribed"}
    assert (last.submission_id, last.person, last.state) == (submission.id, ANA, "waiting")


@pytest.mark.parametrize("state", [State.WAITING, State.REJECTED])
def test_what_never_left_goes_without_it(connection, submission, state):
    row = delivery(connection, submission, state=state)
    assert not take_back(connection, submission)
    db.session.refresh(row)
    assert (row.record["values"], row.record["once"]) == ({"custom.x": 1}, [])
    assert len(db.session.scalars(select(Delivery.id)).all()) == 1


@pytest.mark.parametrize(
    ("more", "source"),
    [
        ({}, "field.other"),
        ({"record": {**RECORD, "once": []}}, "field.news"),
        ({"record": None, "person": ""}, "field.news"),
        ({"record": None, "state": State.REJECTED}, "field.news"),
    ],
)
def test_who_never_got_it_is_not_told(connection, submission, more, source):
    delivery(connection, submission, **more)
    assert not take_back(connection, submission, source)


def test_a_destination_that_cannot_be_told_is_not(connection, submission, monkeypatch):
    monkeypatch.setattr(type(destination_of("braze")), "rights", Rights())
    delivery(connection, submission)
    assert not take_back(connection, submission)
