"""What a filter of the list of deliveries shows."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, update

from hubapp.core.errors import NotFoundHere
from hubapp.core.retrying import State
from hubapp.doors.database import transaction
from hubapp.models import Connection, Delivery, Hub, OutboxRow
from hubapp.models.outbox import BEHIND
from hubapp.services.integrations import filtering, log
from hubapp.services.integrations.filtering import Filter, person_of
from tests.services.integrations.refusals import REASON
from tests.support.deliveries import add
from tests.support.factories import (
    ConnectionFactory,
    DeliveryFactory,
    HubFactory,
)

DAY = datetime(2026, 1, 15, tzinfo=UTC)


@pytest.fixture
def hub(both) -> Hub:
    return HubFactory()


@pytest.fixture
def connection(hub) -> Connection:
    return ConnectionFactory(hub=hub)


def ended(connection: Connection, who: str, **more: object) -> Delivery:
    return DeliveryFactory(connection=connection, person=f"email:{who}", **more)


def found(connection: Connection, **asked: str) -> list[str]:
    lines, _ = log.deliveries(connection, Filter.read(asked))
    return [str(line.person) for line in lines]


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
@pytest.mark.parametrize("few", [100, 1])
def test_pages_follow_one_another_without_a_gap(hub, connection, state, few, days, monkeypatch):
    monkeypatch.setattr(filtering, "PAGE", 3)
    monkeypatch.setattr(filtering, "FEW", few)
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
    monkeypatch.setattr(filtering, "PAGE", 2)
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


def test_a_person_of_somebody_elses_delivery_is_not_told(connection):
    theirs = ended(ConnectionFactory(), "stranger")
    for id_ in (theirs.id, theirs.id + 999):
        with pytest.raises(NotFoundHere):
            person_of(connection, id_)


@pytest.mark.parametrize("few", [100, 1])
def test_what_few_are_is_found_by_day(hub, connection, few, monkeypatch):
    monkeypatch.setattr(filtering, "FEW", few)
    before = DAY - timedelta(days=2)
    ended(connection, "done", created_at=DAY)
    ended(connection, "kept", created_at=DAY, state=State.KEPT)
    ended(connection, "refused", created_at=DAY, state=State.REJECTED, reason=REASON)
    ended(connection, "before", created_at=before, state=State.REJECTED, reason="Too large")
    for who, at in (("early", -1), ("on it", 0), ("late", 1)):
        with time_machine.travel(DAY + timedelta(days=at, hours=1), tick=False):
            add(hub, who)
    day = {"begin": "2026-01-15", "end": "2026-01-15"}
    assert found(connection, state="waiting", **day) == ["on it"]
    assert found(connection, state="waiting", begin="2026-01-15") == ["late", "on it"]
    assert found(connection, state="waiting", end="2026-01-15") == ["on it", "early"]
    assert found(connection, state="kept", **day) == ["kept"]
    assert found(connection, state="kept", begin="2026-01-16") == []
    assert found(connection, state="kept") == ["kept"]
    assert found(connection, state="rejected", **day) == ["refused"]
    assert found(connection, state="rejected") == ["before", "refused"]
    assert found(connection, state="rejected", end="2026-01-15") == ["refused", "before"]
