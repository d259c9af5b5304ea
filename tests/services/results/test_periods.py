"""Days of a hub as its clocks have them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from hubapp.services.results import Period

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
SYDNEY, BERLIN = ZoneInfo("Australia/Sydney"), ZoneInfo("Europe/Berlin")


def read(zone=UTC, **given: str) -> Period:
    return Period.read(given, zone, NOW)


@pytest.mark.parametrize(
    ("given", "begin", "end"),
    [
        ({}, "2026-10-24", "2026-11-20"),
        ({"by": "hour"}, "2026-11-20", "2026-11-20"),
        ({"begin": "2026-11-01", "end": "2026-11-05"}, "2026-11-01", "2026-11-05"),
        ({"begin": "2026-11-05", "end": "2026-11-01"}, "2026-11-01", "2026-11-05"),
        # The day after it cannot be said.
        ({"begin": "soon", "end": "9999-12-31"}, "2026-10-24", "2026-11-20"),
        ({"begin": "0001-01-01", "end": "0001-01-02"}, "2000-01-01", "2000-01-01"),
    ],
)
def test_what_a_link_asks_for(given, begin, end):
    found = read(**given)
    assert (found.begin.isoformat(), found.end.isoformat()) == (begin, end)


@pytest.mark.parametrize(("by", "most"), [("day", 366), ("hour", 14)])
def test_of_too_many_days_the_last_are_shown_and_it_is_said(by, most):
    found = read(begin="2020-01-01", end="2026-11-20", by=by)
    assert (found.days, found.end, found.cut) == (most, date(2026, 11, 20), True)
    assert not read().cut


def test_today_is_the_hubs_own():
    assert Period.read({}, SYDNEY, datetime(2026, 11, 20, 14, tzinfo=UTC)).end == date(2026, 11, 21)


def test_as_many_days_before():
    before = read(begin="2026-11-08", end="2026-11-10").before()
    assert (before.begin, before.end) == (date(2026, 11, 5), date(2026, 11, 7))


@pytest.mark.parametrize(
    ("zone", "day", "hours"),
    [
        (BERLIN, "2026-03-29", 23),
        (BERLIN, "2026-10-25", 25),
        (SYDNEY, "2026-10-04", 23),
        (ZoneInfo("Asia/Kathmandu"), "2026-10-04", 24),
    ],
)
def test_a_day_on_which_clocks_change_has_its_own_hours(zone, day, hours):
    found = read(zone, begin=day, end=day, by="hour")
    bounds = found.bounds()
    assert len(bounds) == hours + 1
    assert bounds == sorted(bounds)
    assert bounds[-1] - bounds[0] == timedelta(hours=hours)
    assert found.label(bounds[0]) == f"{day} 00:00"
    begin, end = read(zone, begin=day, end=day).bounds()
    assert end - begin == timedelta(hours=hours)


def test_a_link_says_the_same_again():
    found = read(begin="2026-11-08", end="2026-11-10", by="hour")
    assert read(**found.query()) == found
