"""What came before a connection is told as when it happened: forms, and plays that no form tells
of."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select, update

from hubapp.core.mapping import FieldMapping, MappingRow
from hubapp.core.times import rfc3339
from hubapp.doors.database import transaction
from hubapp.extensions import db
from hubapp.models import Activity, Connection, Delivery, Play, Run, Speaker
from hubapp.models.columns import now
from hubapp.services.integrations import earlier, runs
from hubapp.services.visiting import left, plays
from hubapp.services.visiting.submissions import submit
from tests.services.visiting.visits import ANA, ENTRY, visit_to, vote
from tests.support.application import connect, make_hub
from tests.support.deliveries import drain_all

ROWS = (
    MappingRow("card.poll.answer", "custom.summer_spot"),
    MappingRow("card.wheel.prize", "custom.prize"),
    MappingRow("field.marketing_consent", "attribute.email_subscribe"),
)
LONG_AGO = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


@pytest.fixture
def hub(both, sandbox):
    return make_hub(sandbox.url, connect=False)


def connected_now(hub, sandbox) -> Connection:
    """Everything that there is came before it."""
    newest = db.session.scalar(select(func.max(Activity.id)))
    connection = connect(hub, sandbox.url, begins_after=newest)
    with transaction():
        connection.mapping = FieldMapping("email", "field.email", "played", ROWS).to_json()
    return connection


def sent(connection: Connection, start=runs.start_backfill) -> list[tuple]:
    """Kind, event and values of what a run puts in line."""
    start(connection)
    runs.advance_runs()
    query = select(Activity.kind, Delivery.record).join(
        Delivery, Delivery.activity_id == Activity.id
    )
    rows = db.session.execute(query.order_by(Activity.id)).all()
    return [(kind, record["event_name"], record["values"]) for kind, record in rows]


def spin(hub) -> plays.Visit:
    """A start form; the play is yet to come."""
    went = submit(visit_to(hub, "wheel"), {"email": [ANA]})
    return visit_to(hub, "wheel", play_token=went.play_token, visitor_token=went.visitor_token)


def test_a_play_without_a_form_goes_too_with_the_time_when_it_happened(hub, sandbox):
    cookie = vote(hub).visitor_token
    submit(visit_to(hub, "draw", visitor_token=cookie), {**ENTRY, "marketing_consent": []})
    with transaction() as session:
        session.execute(update(Activity).values(at=LONG_AGO))
    connection = connected_now(hub, sandbox)
    assert earlier.earlier_offered(connection) == 2
    (voted, form) = sent(connection)
    assert voted == ("finished", "played", {"custom.summer_spot": "Up a mountain"})
    assert form[:2] == ("submitted", "played")
    times = {record["time"] for record in db.session.scalars(select(Delivery.record))}
    assert times == {rfc3339(LONG_AGO)}
    drain_all(connection)
    profile = sandbox.profile(f"email:{ANA}")
    assert profile["custom_attributes"]["summer_spot"] == "Up a mountain"
    assert earlier.earlier_offered(connection) == 0


def test_what_nobody_claimed_is_sent_to_nobody(hub, sandbox):
    vote(hub)
    connection = connected_now(hub, sandbox)
    assert earlier.earlier_offered(connection) == 0


def test_a_play_with_a_start_form_has_one_event_with_its_end(hub, sandbox):
    plays.answer(spin(hub), 0, ["spin"])
    form, end = sent(connected_now(hub, sandbox))
    assert (form[:2], end[:2]) == (("submitted", ""), ("finished", "played"))
    assert end[2]["custom.prize"]


def test_one_that_was_left_ends_as_what_its_form_said(hub, sandbox):
    spin(hub)
    at = now() - timedelta(minutes=31)
    with transaction() as session:
        session.execute(update(Play).values(created_at=at))
        session.execute(update(Speaker).values(last_at=at))
    left.end_left()
    told = [each[:2] for each in sent(connected_now(hub, sandbox))]
    assert told == [("submitted", ""), ("left", "played")]


def test_a_consent_goes_with_its_form_alone(hub, sandbox):
    cookie = vote(hub).visitor_token
    submit(visit_to(hub, "draw", visitor_token=cookie), ENTRY)
    told = sent(connected_now(hub, sandbox))
    assert ["attribute.email_subscribe" in values for _, _, values in told] == [False, True]


def test_a_form_that_ends_a_card_tells_its_end_too(hub, sandbox):
    submit(visit_to(hub, "draw"), ENTRY)
    assert db.session.scalars(select(Activity.kind)).all() == ["finished", "submitted"]
    assert [kind for kind, _, _ in sent(connected_now(hub, sandbox))] == ["submitted"]


def test_live_and_backfill_cannot_double(hub, sandbox):
    connection = connected_now(hub, sandbox)
    submit(visit_to(hub, "draw"), ENTRY)
    with transaction():
        connection.begins_after = db.session.scalar(select(func.max(Activity.id)))
    assert earlier.earlier_offered(connection) == 0


def test_everything_again_leaves_events_and_consents_and_has_its_run(hub, sandbox):
    cookie = vote(hub).visitor_token
    submit(visit_to(hub, "draw", visitor_token=cookie), ENTRY)
    connection = connected_now(hub, sandbox)
    told = sent(connection, runs.start_resend)
    assert [event for _, event, _ in told] == ["", ""]
    assert told[0][2] == {"custom.summer_spot": "Up a mountain"}
    assert "attribute.email_subscribe" not in told[1][2]
    run = db.session.scalars(select(Run)).one()
    purposes = db.session.execute(select(Delivery.purpose, Delivery.run)).all()
    assert [tuple(each) for each in purposes] == [("resent", run.id)] * 2


def test_what_was_never_sent_takes_its_place_behind_what_was_by_then(hub, sandbox):
    connection = connected_now(hub, sandbox)
    with transaction():
        connection.begins_after = 0
    submit(visit_to(hub, "draw", visitor_token="anas"), ENTRY)
    newest = db.session.scalar(select(func.max(Delivery.id)))
    with transaction() as session:
        session.execute(update(Activity).values(at=now() + timedelta(minutes=1)))
        session.execute(update(Delivery).values(activity_id=None))
    sent(connection, runs.start_resend)
    assert db.session.scalars(select(Delivery.place).where(Delivery.id > newest)).all() == [newest]
