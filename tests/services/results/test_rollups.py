"""Sums are added to and read."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from hubapp.doors.database import transaction
from hubapp.services.results import rollups
from hubapp.services.results.rollups import Counted, add, series, totals
from tests.support.factories import HubFactory

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


@pytest.fixture
def hub(both):
    return HubFactory()


def put(hub, *counted: tuple[datetime, str], **more: str) -> None:
    counts = Counter(Counted(hub.id, "quiz", at, metric, **more) for at, metric in counted)
    with transaction() as session:
        add(session, counts)


def every_hour(hub) -> list[datetime]:
    """Three days and more, at the tenth minute."""
    times = [NOON + timedelta(hours=hour, minutes=10) for hour in range(-36, 37)]
    put(hub, *((at, "finished") for at in times))
    return times


@pytest.mark.parametrize(
    ("begin", "end"),
    [
        (timedelta(hours=-36), timedelta(hours=37)),
        (timedelta(hours=-30, minutes=-30), timedelta(hours=30, minutes=45)),
        (timedelta(hours=-2), timedelta(hours=3)),
        (timedelta(hours=-12), timedelta(hours=12)),
        (timedelta(hours=-12), timedelta(hours=-12)),
        (timedelta(hours=-1), timedelta(hours=13)),
    ],
)
def test_a_range_has_what_lies_in_it(hub, begin, end):
    times = every_hour(hub)
    within = [at for at in times if NOON + begin <= at < NOON + end]
    found = totals(hub.id, NOON + begin, NOON + end)
    assert found["quiz", "finished", "", ""] == len(within)
    assert sum(each["finished"] for each in series(hub.id, [NOON + begin, NOON + end])) == len(
        within
    )


def test_adding_adds(hub):
    for _ in range(3):
        put(hub, (NOON, "finished"), (NOON + timedelta(minutes=14), "finished"))
    assert totals(hub.id, NOON, NOON + timedelta(minutes=15))["quiz", "finished", "", ""] == 6


def test_other_hubs_and_cards_are_apart(hub):
    put(hub, (NOON, "finished"))
    day = NOON - timedelta(hours=12), NOON + timedelta(hours=12)
    assert totals(HubFactory().id, *day) == {}
    assert totals(hub.id, *day, card_id="poll") == {}
    assert totals(hub.id, *day, card_id="quiz") == {("quiz", "finished", "", ""): 1}


def test_many_parts_are_read_in_several_statements(hub, monkeypatch):
    monkeypatch.setattr(rollups, "_SPANS", 3)
    every_hour(hub)
    found = series(hub.id, [NOON + timedelta(hours=hour) for hour in range(-8, 9)])
    assert [each["finished"] for each in found] == [1] * 16


def test_beyond_fifty_sources_a_day_the_rest_are_other(hub, monkeypatch):
    monkeypatch.setattr(rollups, "MOST_SOURCES", 2)
    for source in ("a", "b", "c", "a", "d", ""):
        put(hub, (NOON, "viewed"), source=source)
    tomorrow = NOON + timedelta(days=1)
    put(hub, (tomorrow, "viewed"), source="c")
    today = totals(hub.id, NOON - timedelta(hours=12), NOON + timedelta(hours=12))
    assert {source: n for (_, _, _, source), n in today.items()} == {
        "a": 2,
        "b": 1,
        "other": 2,
        "": 1,
    }
    assert ("quiz", "viewed", "", "c") in totals(hub.id, tomorrow, tomorrow + timedelta(hours=1))
