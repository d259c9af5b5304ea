"""How often something may be sent to a hub, and how many were put off."""

from __future__ import annotations

import pytest

from hubapp.doors import queue
from hubapp.services.visiting import pace


@pytest.fixture
def limited(app, monkeypatch):
    def to(**more: str) -> None:
        settings = app.extensions["settings"].model_copy(update=more)
        monkeypatch.setitem(app.extensions, "settings", settings)

    return to


def waits(count: int, slug: str = "summer", network: str = "203.0.113.7", visitor: str = "ana"):
    return [pace.wait_of(slug, network, visitor) for _ in range(count)]


def test_a_visitor_waits_and_others_of_the_network_do_not(limited):
    limited(rate_limit_visitor="2 per minute")
    assert [wait > 0 for wait in waits(3)] == [False, False, True]
    assert waits(1)[0] == pytest.approx(30, abs=1)
    assert waits(1, visitor="ben") == waits(1, network="203.0.113.8") == [0]


def test_a_network_waits_at_one_hub_and_not_at_another(limited):
    limited(rate_limit_submissions="2 per minute")
    assert [pace.wait_of("summer", "here", str(number)) > 0 for number in range(3)][2]
    assert waits(1, slug="winter", network="here") == [0]


def test_several_limits_hold_at_once(limited):
    limited(rate_limit_visitor="9 per second; 2 per hour")
    assert [wait > 0 for wait in waits(3)] == [False, False, True]


def test_what_is_typed_makes_no_long_key(limited, monkeypatch):
    asked = []
    monkeypatch.setattr(queue, "take_turns", lambda turns, count_refused: asked.append(turns) or 0)
    pace.wait_of("x" * 9000, "\ud800", "y" * 9000)
    assert max(len(key) for key, _ in asked[0]) < 80


def test_who_was_put_off_is_known_for_each_hub(limited, live_queue):
    limited(rate_limit_visitor="1 per minute")
    waits(4)
    assert (pace.put_off("summer"), pace.put_off("winter")) == (3, 0)
