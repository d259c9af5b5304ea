"""Results in figures."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine

from hubapp.extensions import db
from hubapp.models import Play
from hubapp.services.results import by_card, days_of
from tests.services.results.entrants import BEGIN, again, entry_of
from tests.support.application import make_hub, submit_entries
from tests.support.saving import save

SYDNEY = ZoneInfo("Australia/Sydney")


@pytest.fixture
def at_noon():
    """The day of ``BEGIN``, a Friday."""
    with time_machine.travel(BEGIN, tick=False):
        yield


def counted(hub, zone=UTC) -> dict[date, tuple[int, int]]:
    return {each.day: each[1:] for each in days_of(hub, zone) if any(each[1:])}


def test_the_last_day_is_today_and_the_first_four_weeks_back(hub, at_noon):
    days = [each.day for each in days_of(hub)]
    assert (days[0], days[-1], len(days)) == (date(2026, 10, 24), date(2026, 11, 20), 28)


def test_a_day_begins_at_midnight_of_the_zone(hub, at_noon):
    # 12:00 UTC is 23:00 in Sydney; an hour later it is the next day there.
    for hours in (-24, 0):
        entry_of(hub, f"p{hours}@example.com", hours=hours)
    entry_of(hub, "late@example.com", hours=-23)
    assert counted(hub) == {date(2026, 11, 19): (2, 0), date(2026, 11, 20): (1, 0)}
    assert counted(hub, SYDNEY) == {date(2026, 11, 19): (1, 0), date(2026, 11, 20): (2, 0)}


@time_machine.travel(datetime(2026, 10, 6, 12, tzinfo=UTC), tick=False)
def test_a_day_on_which_clocks_change_has_its_own_hours(hub):
    """In Sydney 4 October 2026 has 23 hours: from 14:00 UTC on the 3rd to 13:00 UTC on the 4th."""
    for day, hour, minute in ((3, 13, 59), (3, 14, 0), (4, 12, 59), (4, 13, 0)):
        at = datetime(2026, 10, day, hour, minute, tzinfo=UTC)
        entry_of(hub, f"p{day}{hour}@example.com", hours=(at - BEGIN).total_seconds() / 3600)
    found = counted(hub, SYDNEY)
    assert [found[date(2026, 10, day)][0] for day in (3, 4, 5)] == [1, 2, 1]


def test_finished_plays_are_counted_on_the_day_they_ended(hub, at_noon):
    play = db.session.get(Play, entry_of(hub, "ana@example.com", hours=-48).play_id)
    play.finished_at = BEGIN
    save()
    assert counted(hub) == {date(2026, 11, 18): (1, 0), date(2026, 11, 20): (0, 1)}


def test_each_card_counts_its_plays_forms_and_people(hub, sandbox):
    submit_entries(hub, "ana@example.com", "bea@example.com")
    quiz = entry_of(hub, "carl@example.com", card="quiz")
    again(hub, quiz.contact_id, card="quiz")
    again(hub, None, card="quiz")
    submit_entries(make_hub(sandbox.url, connect=False), "elsewhere@example.com")
    found = {each.title: each[1:] for each in by_card(hub)}
    assert found["Win the cooler"] == (2, 2, 2, 2)
    assert found["How summer are you?"] == (3, 0, 3, 1)
    assert found["Your summer spot"] == (0, 0, 0, 0)
    assert "How it works" not in found
