"""The list of deliveries: each line in words."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import update

from hubapp.core.retrying import State
from hubapp.core.snapshot import (
    CardSnapshot,
    FieldSnapshot,
    FormSnapshot,
    HubSnapshot,
    PageSnapshot,
)
from hubapp.doors.database import transaction
from hubapp.extensions import db
from hubapp.models import Connection, Delivery, Hub, OutboxRow
from hubapp.models.columns import now
from hubapp.models.outbox import BEHIND
from hubapp.services.integrations import log
from hubapp.services.integrations.filtering import Filter, person_of
from tests.services.delivery.in_hand import Hand
from tests.support.deliveries import add, all_in_lane_0, let_be
from tests.support.factories import (
    ActivityFactory,
    ConnectionFactory,
    DeliveryFactory,
    HubFactory,
    VersionFactory,
)

DAY = datetime(2026, 1, 15, tzinfo=UTC)


@pytest.fixture
def hub(both) -> Hub:
    return HubFactory()


@pytest.fixture
def connection(hub) -> Connection:
    return ConnectionFactory(hub=hub)


@pytest.fixture
def waits(app) -> Connection:
    """A connection with one delivery that waits in lane 0."""
    made = ConnectionFactory()
    add(made.hub, "ana@example.com")
    all_in_lane_0()
    return made


def ended(connection: Connection, who: str, **more: object) -> Delivery:
    return DeliveryFactory(connection=connection, person=f"email:{who}", **more)


def only_line(connection: Connection, masked: bool = False) -> log.Line:
    db.session.expire_all()
    (line,), _ = log.deliveries(connection, Filter(), masked)
    return line


def test_somebody_is_found_by_what_was_typed(connection):
    email, phone = ended(connection, "ana@example.com"), ended(connection, "x")
    with transaction():
        phone.person = "external_id:User-7"
    ended(ConnectionFactory(), "ana@example.com")
    assert log.newest_of(connection, " Ana@Example.com ") == email.id
    assert log.newest_of(connection, "User-7") == phone.id
    assert log.newest_of(connection, "nobody@example.com") == 0
    assert log.newest_of(connection, "") == 0
    newer = ended(connection, "ana@example.com")
    assert log.newest_of(connection, "ana@example.com") == newer.id
    assert person_of(connection, newer.id) == "email:ana@example.com"


@pytest.mark.parametrize("typed", ["+61 491 570 157", "0491 570 157", "+61491570157"])
def test_a_number_is_found_as_it_is_typed(app, typed):
    """F40: it is kept as E.164, and read with the country of the form's field."""
    phone = FieldSnapshot("p", "phone", "phone", "Phone", "", False, {"country": "AU"})
    card = CardSnapshot(
        "draw", "form", "draw", "", "", "", form=FormSnapshot("end", fields=(phone,))
    )
    version = VersionFactory(
        snapshot=HubSnapshot("S", pages=(PageSnapshot("p", "", (card,)),)).to_json()
    )
    connection = ConnectionFactory()
    with transaction():
        connection.hub.live_version_id = version.id
    theirs = DeliveryFactory(connection=connection, person="alias_phone:+61491570157")
    assert log.newest_of(connection, typed) == theirs.id


def test_nobody_is_found_at_a_destination_of_another_release(app):
    connection = ConnectionFactory(kind="of old")
    ended(connection, "ana@example.com")
    assert log.newest_of(connection, "ana@example.com") == 0


@pytest.mark.parametrize(
    ("person", "masked", "told"),
    [
        ("email:ana@example.com", False, "ana@example.com"),
        ("email:ana@example.com", True, "an…"),
        ("alias_phone:+61412345678", True, "+6…"),
        ("external_id:a:b", False, "a:b"),
        ("", False, "unknown"),
        ("", True, "unknown"),
    ],
)
def test_an_analyst_sees_no_more_than_how_somebody_begins(app, person, masked, told):
    row = DeliveryFactory(person=person)
    assert str(only_line(row.connection, masked).person) == told


def test_a_line_says_what_came_of_it(app):
    at = now()
    row = DeliveryFactory(card_id="quiz", attempts=2, done_at=at)
    line = only_line(row.connection)
    assert (str(line.state), line.mark, line.look) == ("Accepted by Braze", "check", "delivered")
    assert (line.id, line.card_id, line.attempts, line.at) == (row.id, "quiz", 2, at)
    with transaction():
        row.state, row.done_at = State.REJECTED, None
    line = only_line(row.connection)
    assert (str(line.state), line.mark, line.look) == ("Refused", "x", "rejected")
    assert line.at == row.created_at


@pytest.mark.parametrize(
    ("state", "priority", "words", "mark"),
    [
        ("on", 0, "Waiting", "clock"),
        ("on", BEHIND, "Waiting behind live traffic", "clock"),
        ("held", 0, "Waiting", "alert-triangle"),
        ("paused", BEHIND, "Waiting", "player-pause"),
    ],
)
def test_what_waits_says_for_what(waits, state, priority, words, mark):
    with transaction() as session:
        let_be(waits, state)
        session.execute(update(OutboxRow).values(priority=priority))
    line = only_line(waits)
    assert (str(line.state), line.mark) == (words, mark)


def test_what_a_worker_has_in_hand_is_on_its_way(waits):
    Hand(waits)
    assert str(only_line(waits).state) == "Sending"


@pytest.mark.parametrize(
    ("due", "throttled", "attempts", "words"),
    [
        (30, None, 1, "Trying again 10:00:30 UTC"),
        (None, 20, 1, "Trying again 10:00:20 UTC"),
        (10, 20, 1, "Trying again 10:00:20 UTC"),
        # Not one that failed: the destination asked everybody to wait.
        (None, 20, 0, "Waiting"),
        (-5, -5, 3, "Waiting"),
    ],
)
def test_a_retry_says_when(waits, due, throttled, attempts, words):
    moment = DAY + timedelta(hours=10)
    with transaction() as session:
        later = due and moment + timedelta(seconds=due)
        session.execute(update(OutboxRow).values(due_at=later))
        session.execute(update(Delivery).values(attempts=attempts))
        waits.account.throttled_until = throttled and moment + timedelta(seconds=throttled)
    with time_machine.travel(moment, tick=False):
        assert str(only_line(waits).state) == words


def test_a_test_is_marked_as_one(connection):
    told = [ActivityFactory(origin=origin).id for origin in ("test", "web")]
    for activity_id in told:
        DeliveryFactory(connection=connection, activity_id=activity_id)
    lines, _ = log.deliveries(connection, Filter())
    assert [line.test for line in lines] == [False, True]
