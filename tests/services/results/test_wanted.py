"""Which entries of a hub are wanted."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from hubapp.services.results import Wanted, entries_of, wanted
from tests.services.results.entrants import BEGIN, again, entry_of, in_zone
from tests.support.application import make_hub


def shown(hub, text: str = "", **given: str) -> list[str]:
    page = entries_of(hub, Wanted.read(given, text))
    return [entry.email for entry in page.entries]


@pytest.fixture
def four(hub) -> None:
    for email, card, hours in (
        ("ana@example.com", "draw", 0),
        ("anton@example.com", "quiz", 20),
        ("bea_1@example.com", "draw", 30),
        ("bea%@example.com", "quiz", 40),
    ):
        entry_of(hub, email, card, hours)


@pytest.mark.parametrize(
    ("given", "names"),
    [
        ({}, "bea% bea_1 anton ana"),
        ({"card": "draw"}, "bea_1 ana"),
        ({"card": "gone"}, ""),
        ({"begin": "2026-11-21"}, "bea% bea_1 anton"),
        ({"end": "2026-11-21"}, "bea_1 anton ana"),
        ({"begin": "2026-11-21", "end": "2026-11-21"}, "bea_1 anton"),
        ({"card": "quiz", "end": "2026-11-21"}, "anton"),
        ({"begin": "nonsense", "end": "9999-12-31", "before": "-1"}, "bea% bea_1 anton ana"),
        ({"text": "an"}, "anton ana"),
        ({"text": " ANA"}, "ana"),
        ({"text": "an", "card": "quiz"}, "anton"),
        # They stand for any letter in a pattern, and for themselves in an address.
        ({"text": "bea_"}, "bea_1"),
        ({"text": "bea%"}, "bea%"),
        ({"text": "%"}, ""),
        ({"text": "nobody"}, ""),
        ({"text": "a\0n"}, ""),
    ],
)
def test_entries_are_filtered(hub, four, given, names):
    expected = [f"{name}@example.com" for name in names.split()]
    assert shown(hub, **given) == expected


def test_a_day_is_the_hubs_and_has_25_hours_when_clocks_are_put_back(hub):
    """In Berlin 25 October 2026 goes from 22:00 UTC of the day before to 23:00 UTC."""
    in_zone(hub, "Europe/Berlin")
    for name, at in (
        ("before", datetime(2026, 10, 24, 21, 59, tzinfo=UTC)),
        ("first", datetime(2026, 10, 24, 22, tzinfo=UTC)),
        ("last", datetime(2026, 10, 25, 22, 59, tzinfo=UTC)),
        ("after", datetime(2026, 10, 25, 23, tzinfo=UTC)),
    ):
        entry_of(hub, f"{name}@example.com", hours=(at - BEGIN) / timedelta(hours=1))
    assert shown(hub, begin="2026-10-25", end="2026-10-25") == [
        "last@example.com",
        "first@example.com",
    ]
    assert len(shown(hub, begin="0001-01-01", end="9999-12-30")) == 4


def test_an_address_is_taken_from_a_form_alone(hub, four):
    assert Wanted.read({"text": "ana"}).text == ""
    assert Wanted.read({}, "ana").query() == {}
    assert Wanted.read({"card": "quiz"}, "ana").posted() == {"card": "quiz", "text": "ana"}


def test_another_hub_shows_its_own(hub, four, sandbox):
    other = make_hub(sandbox.url, connect=False)
    assert shown(other) == []
    assert shown(other, "ana") == []


@pytest.mark.parametrize("text", ["", "a"])
def test_pages_follow_each_other_where_many_came_at_the_same_moment(hub, text):
    person = entry_of(hub, "ana@example.com").contact_id
    made = [again(hub, person, hours=number // 3).id for number in range(7)]
    found, before = [], 0
    while True:
        page = entries_of(hub, Wanted(text=text, before=before), size=3)
        found += [entry.id for entry in page.entries]
        before = page.more
        if not before:
            break
    assert sorted(found, reverse=True) == found
    assert set(made) < set(found)
    assert len(found) == 8


def test_a_beginning_that_fits_too_many_people_is_said_so(hub, four, monkeypatch):
    monkeypatch.setattr(wanted, "MOST_PEOPLE", 1)
    page = entries_of(hub, Wanted(text="an"))
    assert (page.too_many, list(page.entries)) == (True, [])
    assert shown(hub, "ana") == ["ana@example.com"]
