"""Pages that were opened are counted in memory, and added to the sums now and then."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hubapp.models.columns import now
from hubapp.services.results import Views, add_views, views
from hubapp.services.results.rollups import day_of, totals
from tests.support.factories import HubFactory


@pytest.fixture
def hub(both):
    return HubFactory()


def today(hub) -> dict[str, int]:
    begin = day_of(now())
    found = totals(hub.id, begin, begin + timedelta(days=1))
    return {source: n for (_, _, _, source), n in found.items()}


def note(seen: Views, hub, *sources: str) -> None:
    for source in sources:
        seen.note(hub.id, "quiz", "viewed", source)


def test_what_was_seen_is_added_once(hub):
    seen = Views()
    note(seen, hub, "mail", "mail", "")
    for _ in range(2):
        add_views(seen)
    assert sum(seen.take().values()) == 0
    assert today(hub) == {"mail": 2, "": 1}


def test_what_could_not_be_added_is_added_later(hub, monkeypatch):
    seen = Views()
    note(seen, hub, "mail")
    with monkeypatch.context() as broken:
        broken.setattr(views, "add", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            add_views(seen)
    note(seen, hub, "mail")
    assert sum(seen.take().values()) == 2


def test_memory_has_a_bound_and_sources_are_given_up_first(hub, monkeypatch):
    monkeypatch.setattr(views, "MOST", 2)
    seen = Views()
    note(seen, hub, *"abcdefgh")
    assert {each.source: n for each, n in seen.take().items()} == {"a": 1, "b": 1, "other": 6}


def test_beyond_twice_as_many_kinds_nothing_more_is_kept(monkeypatch):
    monkeypatch.setattr(views, "MOST", 2)
    seen = Views()
    for hub_id in range(10):
        seen.note(hub_id, "", "viewed", "a")
    assert len(seen.take()) == 4
