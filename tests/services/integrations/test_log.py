"""The list of deliveries: what a filter shows, and each line in words."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, update

from hubapp.core.errors import NotFoundHere
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
from hubapp.services.integrations.log import Filter
from tests.services.delivery.in_hand import Hand
from tests.services.integrations.refusals import REASON
from tests.support.deliveries import add, all_in_lane_0, let_be
from tests.support.factories import (
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


def found(connection: Connection, **asked: str) -> list[str]:
    lines, _ = log.deliveries(connection, Filter.read(asked))
    return [str(line.person) for line in lines]


def only_line(connection: Connection, masked: bool = False) -> log.Line:
    db.session.expire_all()
    (line,), _ = log.deliveries(connection, Filter(), masked)
    return line


def test_the_newest_comes_first_and_others_see_nothing_of_it(connection):
    for who in ("a", "b"):
        ended(connection, who)
    ended(ConnectionFactory(), "stranger")
    assert found(connection) == ["b", "a"]


def test_each_filter_narrows_the_list(hub, connection):
    first = ended(connection, "a", state=State.REJECTED, reason=REASON, card_id="poll")
    ended(connection, "b", state=State.REJECTED, reason="Too large")
    ended(connection, "c", card_id="poll")
    ended(connection, "a")
    add(hub, "d")
    assert found(connection, state="rejected") == ["b", "a"]
    assert found(connection, state="delivered") == ["a", "c"]
    assert found(connection, state="waiting") == ["d"]
    assert found(connection, state="waiting", card="quiz") == ["d"]
    assert found(connection, state="waiting", card="poll") == []
    assert found(connection, reason=REASON) == ["a"]
    assert found(connection, card="poll") == ["c", "a"]
    assert found(connection, of=str(first.id)) == ["a", "a"]
    assert found(connection, of=str(first.id), state="rejected") == ["a"]


@pytest.mark.parametrize(
    ("begin", "end", "shown"),
    [
        ("2026-01-15", "", ["late", "noon", "midnight"]),
        ("", "2026-01-15", ["late", "noon", "midnight", "before"]),
        ("2026-01-15", "2026-01-15", ["late", "noon", "midnight"]),
        ("2026-01-16", "2026-01-14", []),
        ("2020-01-01", "2020-01-02", []),
    ],
)
def test_days_are_whole_and_utc(connection, begin, end, shown):
    for who, at in (
        ("before", DAY - timedelta(seconds=1)),
        ("midnight", DAY),
        ("noon", DAY + timedelta(hours=12)),
        ("late", DAY + timedelta(hours=24, seconds=-1)),
    ):
        ended(connection, who, created_at=at)
    assert found(connection, begin=begin, end=end) == shown


@pytest.mark.parametrize("days", [{}, {"begin": date(2020, 1, 1)}, {"end": date(2100, 1, 1)}])
@pytest.mark.parametrize("state", ["", "waiting"])
def test_pages_follow_one_another_without_a_gap(hub, connection, state, days, monkeypatch):
    monkeypatch.setattr(log, "PAGE", 3)
    for at in range(7):
        add(hub, f"p{at}")
    with transaction() as session:
        behind = session.scalars(select(OutboxRow.delivery_id).limit(3)).all()
        rows = update(OutboxRow).where(OutboxRow.delivery_id.in_(behind))
        session.execute(rows.values(priority=BEHIND))
    seen, before = [], 0
    for _ in range(3):
        lines, before = log.deliveries(connection, Filter(state=state, before=before, **days))
        seen += [str(line.person) for line in lines]
    assert (seen, before) == ([f"p{at}" for at in reversed(range(7))], 0)


def test_a_page_of_days_goes_on_where_two_happened_at_the_same_moment(connection, monkeypatch):
    monkeypatch.setattr(log, "PAGE", 2)
    for who in "abc":
        ended(connection, who, created_at=DAY)
    ended(connection, "older", created_at=DAY - timedelta(seconds=1))
    days = {"begin": DAY.date() - timedelta(days=1), "end": DAY.date()}
    first, before = log.deliveries(connection, Filter(**days))
    second, end = log.deliveries(connection, Filter(before=before, **days))
    assert [str(line.person) for line in first + second] == ["c", "b", "a", "older"]
    assert end == 0


def test_a_filter_that_makes_no_sense_is_left_out():
    asked = {"state": "lost", "of": "x", "begin": "soon", "end": "2026-13-01", "before": "-1"}
    assert Filter.read(asked) == Filter()
    assert Filter.read({"end": "9999-12-31"}) == Filter()
    assert Filter.read({"of": "٣", "before": "9" * 19}) == Filter()
    assert Filter.read({"card": "c" * 99, "reason": "r" * 99}) == Filter(
        card="c" * 20, reason="r" * 60
    )


NAMES = ("state", "card", "reason", "of", "begin", "end", "before")


@given(st.dictionaries(st.sampled_from(NAMES), st.text(max_size=80)))
def test_whatever_stands_in_an_address_can_be_read(asked):
    wanted = Filter.read(asked)
    # What is linked to is the same again, apart from the page.
    linked = {name: str(value) for name, value in wanted.query().items()}
    assert Filter.read(linked | {"before": str(wanted.before)}) == wanted


def test_links_carry_what_is_wanted_and_nothing_else():
    wanted = Filter("rejected", of=7, begin=date(2026, 1, 15), before=99)
    assert wanted.query() == {"state": "rejected", "of": 7, "begin": "2026-01-15"}
    assert Filter().query() == {}


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
    assert log.person_of(connection, newer.id) == "email:ana@example.com"


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


def test_a_person_of_somebody_elses_delivery_is_not_told(connection):
    theirs = ended(ConnectionFactory(), "stranger")
    for id_ in (theirs.id, theirs.id + 999):
        with pytest.raises(NotFoundHere):
            log.person_of(connection, id_)


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
