"""Turns that come again: once a day of the hub's zone, every so many hours, on days on which the
clock changes too."""

from __future__ import annotations

import pytest
import time_machine
from sqlalchemy import select

from hubapp.extensions import db
from hubapp.models import EntryGate
from hubapp.services.visiting import entries
from hubapp.services.visiting.entries import NoTurn
from tests.services.visiting.visits import visit_to, vote
from tests.support.application import make_hub

BEGINNING = "2026-12-04T01:00Z"
"""Noon in Sydney."""


@pytest.fixture
def hub(both, sandbox):
    return make_hub(sandbox.url)


def at(moment: str):
    return time_machine.travel(moment, tick=False)


def test_once_a_day_is_a_day_of_the_hubs_zone(hub, ruled):
    ruled("poll", "day", zone="Australia/Sydney")
    with at(BEGINNING):
        cookie = vote(hub).visitor_token
    with at("2026-12-04T12:59:59Z"), pytest.raises(NoTurn) as refused:
        vote(hub, cookie)
    assert refused.value.next_at.isoformat() == "2026-12-04T13:00:00+00:00"
    assert str(refused.value.rule) == "One turn a day for each visitor."
    with at("2026-12-04T13:00Z"):
        vote(hub, cookie)
        with pytest.raises(NoTurn):
            vote(hub, cookie)
    # Each day begins anew.
    assert db.session.scalars(select(EntryGate.count)).all() == [1]


def test_three_turns_a_day_are_three_again_the_next_day(hub, ruled):
    ruled("poll", "day", zone="Australia/Sydney", turns=3)
    opened, cookie = visit_to(hub, "poll"), None
    known = (hub.id, opened.snapshot, opened.card)
    for day in (4, 5):
        with at(f"2026-12-0{day}T01:00Z"):
            for _ in range(3):
                entries.must_have_turn(*known, cookie)
                cookie = vote(hub, cookie).visitor_token
            with pytest.raises(NoTurn):
                entries.must_have_turn(*known, cookie)
            with pytest.raises(NoTurn) as refused:
                vote(hub, cookie)
        assert refused.value.next_at.isoformat() == f"2026-12-0{day}T13:00:00+00:00"
        assert str(refused.value.rule) == "3 turns a day for each visitor."
    assert db.session.scalars(select(EntryGate.count)).all() == [3]


def test_the_hours_begin_with_the_first_of_several_turns(hub, ruled):
    ruled("poll", "hours", 6, turns=2)
    with at("2026-12-04T01:00Z"):
        cookie = vote(hub).visitor_token
    with at("2026-12-04T06:00Z"):
        vote(hub, cookie)
        with pytest.raises(NoTurn) as refused:
            vote(hub, cookie)
    assert refused.value.next_at.isoformat() == "2026-12-04T07:00:00+00:00"
    with at("2026-12-04T07:00Z"):
        vote(hub, cookie)
        vote(hub, cookie)
        with pytest.raises(NoTurn) as refused:
            vote(hub, cookie)
    assert refused.value.next_at.isoformat() == "2026-12-04T13:00:00+00:00"


@pytest.mark.parametrize(
    ("first", "still", "again"),
    [
        # The day on which the clock goes forward has 23 hours, the one on which it goes back 25.
        ("2026-10-03T14:00Z", "2026-10-04T12:59:59Z", "2026-10-04T13:00Z"),
        ("2027-04-03T13:00Z", "2027-04-04T13:59:59Z", "2027-04-04T14:00Z"),
    ],
)
def test_a_day_on_which_the_clock_changes_is_one_day(hub, ruled, first, still, again):
    ruled("poll", "day", zone="Australia/Sydney")
    with at(first):
        cookie = vote(hub).visitor_token
    with at(still), pytest.raises(NoTurn):
        vote(hub, cookie)
    with at(again):
        vote(hub, cookie)


def test_hours_between_turns_are_hours_whatever_the_clock_does(hub, ruled):
    ruled("poll", "hours", 6, zone="Australia/Sydney")
    with at("2027-04-03T13:00Z"):
        cookie = vote(hub).visitor_token
    with at("2027-04-03T18:59:59Z"), pytest.raises(NoTurn) as refused:
        vote(hub, cookie)
    assert refused.value.next_at.isoformat() == "2027-04-03T19:00:00+00:00"
    with at("2027-04-03T19:00Z"):
        vote(hub, cookie)


def test_it_is_said_before_somebody_plays_in_vain(hub, ruled):
    ruled("poll", "hours", 6)
    with at(BEGINNING):
        before = visit_to(hub, "poll")
        known = (hub.id, before.snapshot, before.card)
        entries.must_have_turn(*known, None)
        cookie = vote(hub).visitor_token
        entries.must_have_turn(*known, "somebody-else")
        with pytest.raises(NoTurn):
            entries.must_have_turn(*known, cookie)
    with at("2026-12-04T07:00Z"):
        entries.must_have_turn(*known, cookie)
