"""What a connection keeps until it is known whose it is."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from hubapp.core.mapping import WAIT, FieldMapping, MappingRow
from hubapp.core.retrying import State
from hubapp.doors.database import transaction
from hubapp.extensions import db
from hubapp.models import Delivery
from hubapp.services.delivery import outbox
from tests.support.application import connect
from tests.support.deliveries import drain_all, hub_at
from tests.support.factories import ActivityFactory, PlayFactory, SubmissionFactory


@pytest.fixture
def hub(both, sandbox):
    return hub_at(sandbox)


def rows():
    db.session.expire_all()
    return db.session.scalars(select(Delivery).order_by(Delivery.id)).all()


def _sent(hub, play, told):
    """A form of this play's visitor, and its delivery if it has one by now."""
    form = ActivityFactory(play=play, kind="submitted", facts=told)
    submission = SubmissionFactory(play=play)
    with transaction():
        outbox.add_deliveries(
            hub.id,
            told,
            ("field.marketing_consent",),
            card_id="draw",
            time=form.at,
            submission_id=submission.id,
            play_id=play.id,
            activity_id=form.id,
        )


def test_what_waits_goes_out_once_the_same_visitor_has_said_who_they_are(hub, sandbox):
    """With nobody else's, and without a consent that was taken back meanwhile."""
    connection = connect(hub, hub.endpoint)
    rows_ = (
        MappingRow("field.first_name", "attribute.first_name"),
        MappingRow("field.marketing_consent", "attribute.email_subscribe"),
    )
    with transaction():
        mapping = FieldMapping("email", "field.email", rows=rows_, lacking=WAIT)
        connection.mapping = mapping.to_json()
    mine = PlayFactory(version_id=hub.live_version_id)
    mine_later = PlayFactory(version_id=hub.live_version_id, speaker_id=mine.speaker_id)
    theirs = PlayFactory(version_id=hub.live_version_id)
    _sent(hub, mine, {"field.first_name": "Ana", "field.marketing_consent": True})
    _sent(hub, theirs, {"field.first_name": "Eve"})
    ActivityFactory(play=mine, kind="withdrawn", facts={"field.marketing_consent": False})
    first, other = rows()
    assert [first.state, other.state] == [State.KEPT] * 2
    assert "said who they are" in str(first.words)
    _sent(hub, mine_later, {"field.email": "ana@example.com"})
    assert [each.state for each in rows()] == [State.WAITING, State.KEPT, State.WAITING]
    drain_all(connection)
    profile = sandbox.profile("email:ana@example.com")
    assert profile["first_name"] == "Ana"
    assert "email_subscribe" not in profile
