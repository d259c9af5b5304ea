"""Who a connection sends, and what becomes of people who lack what identifies them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import select

from hubapp.core.mapping import CONSENTING, EVERYBODY, FALL, WAIT, FieldMapping, MappingRow, Source
from hubapp.core.retrying import State
from hubapp.core.words import NOTHING, Words
from hubapp.destinations import DESTINATIONS
from hubapp.doors.database import transaction
from hubapp.extensions import db
from hubapp.models import Delivery
from hubapp.services.integrations import explain, log, replay
from hubapp.services.integrations.whom import whom_problems
from tests.support.application import connect, submit_entries
from tests.support.deliveries import drain_all, hub_at

NEWS = Source("field.news", Words("News"), NOTHING, "boolean", True, "news", "consent")
EMAIL = Source("field.email", Words("Email"), NOTHING, "text", "a@b.cd", identifies="email")
SENT = FieldMapping("external_id", "field.id", whom=EVERYBODY)


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({}, []),
        ({"whom": ""}, ["whom"]),
        ({"whom": CONSENTING}, ["consent_source"]),
        ({"whom": CONSENTING, "consent_source": "field.email"}, ["consent_source"]),
        ({"whom": CONSENTING, "consent_source": "field.news"}, []),
        ({"lacking": WAIT}, []),
        ({"lacking": FALL}, ["fallback_by"]),
        ({"lacking": FALL, "fallback_by": "external_id"}, ["fallback_by"]),
        ({"lacking": FALL, "fallback_by": "email"}, ["fallback_source"]),
        (
            {"lacking": FALL, "fallback_by": "email", "fallback_source": "field.news"},
            ["fallback_source"],
        ),
        ({"lacking": FALL, "fallback_by": "email", "fallback_source": "field.email"}, []),
        ({"label": "crm"}, []),
        ({"label": "a.b"}, ["label"]),
        ({"label": "x" * 256}, ["label"]),
    ],
)
def test_what_is_wrong_is_said_at_its_control(change, where):
    braze = DESTINATIONS["braze"]
    found = whom_problems(replace(SENT, **change), braze, [NEWS, EMAIL])
    assert [each.where for each in found] == where


def test_without_a_consent_there_is_nothing_to_choose():
    assert whom_problems(replace(SENT, whom=""), DESTINATIONS["braze"], [EMAIL]) == []


@pytest.fixture
def hub(both, sandbox):
    return hub_at(sandbox)


def mapped(hub, **more):
    connection = connect(hub, hub.endpoint)
    rows = (
        MappingRow("field.first_name", "attribute.first_name"),
        MappingRow("field.marketing_consent", "attribute.email_subscribe"),
    )
    with transaction():
        connection.mapping = FieldMapping("email", "field.email", rows=rows, **more).to_json()
    return connection


def rows():
    db.session.expire_all()
    return db.session.scalars(select(Delivery).order_by(Delivery.id)).all()


def test_who_left_the_box_empty_is_kept_here_and_can_be_let_out(hub, sandbox):
    connection = mapped(hub, whom=CONSENTING, consent_source="field.marketing_consent")
    submit_entries(hub, "ana@example.com")
    submit_entries(hub, "bob@example.com", marketing_consent=["y"])
    drain_all(connection)
    kept, sent = rows()
    assert (kept.state, kept.reason, sent.state) == (State.KEPT, "", State.DELIVERED)
    assert sandbox.profile("email:ana@example.com") is None
    (line,) = log.deliveries(connection, log.Filter.read({"state": "kept"}))[0]
    assert (str(line.state), str(line.person)) == ("Kept here", "ana@example.com")
    assert "change who is sent" in str(explain.story(connection, kept.id).advice)
    with transaction():
        connection.mapping = {**connection.mapping, "whom": EVERYBODY}
    replay.replay_one(connection, kept.id, "now")
    drain_all(connection)
    assert sandbox.profile("email:ana@example.com")["first_name"] == "Ana"
