"""Wall times of a zone as moments: also those that a clock skips, and those that come twice."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hubapp.core.opening import (
    GRACE,
    Opening,
    State,
    Times,
    next_change,
    times_of,
    wall_time,
    zone_of,
)

SYDNEY, BERLIN = "Australia/Sydney", "Europe/Berlin"
NOON = datetime(2026, 12, 4, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def moments(opens: str = "", closes: str = "", zone: str = SYDNEY) -> Times:
    return times_of(Opening(opens, closes), zone)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_times_are_those_of_the_hubs_zone_in_summer_and_in_winter():
    assert moments("2026-12-04T18:00").opens == utc("2026-12-04T07:00")
    assert moments("2026-07-04T18:00").opens == utc("2026-07-04T08:00")
    assert moments("2026-12-04T18:00", zone="UTC").opens == utc("2026-12-04T18:00")


@pytest.mark.parametrize(
    ("zone", "skipped", "jump"),
    [
        (SYDNEY, "2026-10-04T02:30", "2026-10-03T16:00"),
        (BERLIN, "2027-03-28T02:00", "2027-03-28T01:00"),
        (BERLIN, "2027-03-28T02:59", "2027-03-28T01:00"),
        ("Australia/Lord_Howe", "2026-10-04T02:15", "2026-10-03T15:30"),
        # Samoa went without a whole day.
        ("Pacific/Apia", "2011-12-30T18:00", "2011-12-30T10:00"),
    ],
)
def test_a_time_that_the_clock_skips_is_the_moment_at_which_it_jumps(zone, skipped, jump):
    assert moments(skipped, skipped, zone) == Times(utc(jump), utc(jump))


@pytest.mark.parametrize(
    ("zone", "twice", "first", "second"),
    [
        (SYDNEY, "2027-04-04T02:30", "2027-04-03T15:30", "2027-04-03T16:30"),
        (BERLIN, "2026-10-25T02:00", "2026-10-25T00:00", "2026-10-25T01:00"),
        ("Australia/Lord_Howe", "2027-04-04T01:45", "2027-04-03T14:45", "2027-04-03T15:15"),
    ],
)
def test_a_time_that_comes_twice_opens_the_first_time_and_closes_the_second(
    zone, twice, first, second
):
    assert moments(twice, twice, zone) == Times(utc(first), utc(second))


@given(
    st.datetimes(datetime(2000, 1, 2), datetime(2040, 1, 1)),
    st.sampled_from([SYDNEY, BERLIN, "America/New_York", "Australia/Lord_Howe", "UTC"]),
)
def test_what_opens_is_open_once_a_clock_on_the_wall_has_shown_its_time(wall, zone):
    """Whatever the day: just before, no clock has shown it; from then on, one has."""
    wall = wall.replace(second=0, microsecond=0)
    stored = wall.strftime("%Y-%m-%dT%H:%M")
    found = moments(stored, stored, zone)
    where = zone_of(zone)
    assert found.opens <= found.closes
    assert found.opens.astimezone(where).replace(tzinfo=None) >= wall
    before = found.opens - timedelta(seconds=1)
    assert before.astimezone(where).replace(tzinfo=None) < wall
    assert found.closes.astimezone(where).replace(tzinfo=None) >= wall


def test_without_times_it_is_always_open():
    assert moments() == Times()
    assert Times().state(NOON) is State.OPEN


def test_a_moment_stands_before_within_or_after():
    times = Times(NOON, NOON + HOUR)
    assert times.state(NOON - timedelta(microseconds=1)) is State.BEFORE
    assert times.state(NOON) is State.OPEN
    assert times.state(NOON + HOUR - timedelta(microseconds=1)) is State.OPEN
    assert times.state(NOON + HOUR) is State.AFTER


def test_a_play_begun_in_time_has_a_quarter_of_an_hour():
    times, closes = Times(None, NOON), NOON
    begun = closes - timedelta(seconds=1)
    assert times.lets_end(begun, closes + GRACE - timedelta(seconds=1))
    assert not times.lets_end(begun, closes + GRACE)
    assert not times.lets_end(closes, closes + timedelta(seconds=1))
    assert times.lets_end(begun - 9 * HOUR, begun)


def test_a_play_whose_opening_was_put_off_has_it_from_its_beginning():
    times = Times(NOON + 9 * HOUR, None)
    assert times.lets_end(NOON, NOON + GRACE - timedelta(seconds=1))
    assert not times.lets_end(NOON, NOON + GRACE)


def test_the_next_change_is_the_first_that_is_still_to_come():
    times = [Times(NOON, NOON + HOUR), Times(None, NOON + 3 * HOUR), Times()]
    assert next_change(times, NOON - HOUR) == NOON
    assert next_change(times, NOON) == NOON + HOUR
    assert next_change(times, NOON + 2 * HOUR) == NOON + 3 * HOUR
    assert next_change(times, NOON + 3 * HOUR) is None


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("2026-12-04T18:00", "2026-12-04T18:00"),
        (" 2026-12-04 18:00 ", "2026-12-04T18:00"),
        ("2026-12-04T18:00:59.5", "2026-12-04T18:00"),
        ("2026-12-04", "2026-12-04T00:00"),
        *((text, None) for text in ("", "Friday", "2026-02-30T18:00", "0001-01-01T00:00")),
        *((text, None) for text in ("9999-12-31T23:59", "2026-12-04T18:00Z")),
    ],
)
def test_a_typed_time_is_read_to_the_minute_or_not_at_all(typed, stored):
    assert wall_time(typed) == stored


@pytest.mark.parametrize("name", ["", "Nowhere/At_All", "../../etc/passwd", "a" * 300, "Europe"])
def test_a_zone_that_nobody_knows_is_utc(name):
    assert zone_of(name).key == "UTC"
