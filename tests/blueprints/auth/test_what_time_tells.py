"""Whoever asks for a link, or guesses a password, learns of no account by how long it takes."""

from __future__ import annotations

import time
from statistics import median

import pytest

from hubapp.doors import queue
from tests.support.factories import MemberFactory
from tests.support.saving import save

PAIRS = 40
NEAR = 0.005
"""Seconds between the medians."""


@pytest.fixture
def times(on_disk, monkeypatch):
    """Median seconds of posts for a known and for an unknown address, by turns."""
    on_disk.config["DATABASE_INLINE"] = False
    monkeypatch.setattr(queue, "ask_for_letter", lambda letter_id: True)
    MemberFactory(user__email="known@example.com")
    save()
    client = on_disk.test_client()

    def measured(address: str, **more: str) -> tuple[float, float]:
        took: dict[str, list[float]] = {"known": [], "other": []}
        for _ in range(PAIRS):
            for who, each in took.items():
                begun = time.perf_counter()
                client.post(address, data={"email": f"{who}@example.com", **more})
                each.append(time.perf_counter() - begun)
        return median(took["known"]), median(took["other"])

    return measured


def is_near(times, address: str, **more: str) -> bool:
    """What tells something tells it every time; a busy machine does not."""
    tries = (times(address, **more) for _ in range(4))
    return any(abs(known - other) < NEAR for known, other in tries)


def test_asking_for_a_link(times):
    assert is_near(times, "/reset")


def test_guessing_a_password(times):
    assert is_near(times, "/login", password="not this one")
