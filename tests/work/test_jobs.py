"""Drains side by side in one worker."""

from __future__ import annotations

import threading

import pytest

from hubapp.services import delivery
from hubapp.work import jobs


@pytest.fixture
def drains(app):
    made = jobs.Drains(app, 2)
    yield made
    made.finish()


def test_two_lanes_are_drained_at_the_same_time(drains, monkeypatch):
    both = threading.Barrier(2, timeout=5)
    met = []
    monkeypatch.setattr(delivery, "drain_lane", lambda _, lane: met.append((lane, both.wait())))
    for lane in (0, 1):
        drains.start(1, lane)
    drains.finish()
    assert sorted(lane for lane, _ in met) == [0, 1]


def test_a_third_waits_in_the_queue_until_a_thread_is_free(drains, monkeypatch):
    go_on, began = threading.Event(), []

    def fake(_connection_id: int, lane: int) -> None:
        began.append(lane)
        go_on.wait(5)

    monkeypatch.setattr(delivery, "drain_lane", fake)
    for lane in (0, 1):
        drains.start(1, lane)
    third = threading.Thread(target=drains.start, args=(1, 2))
    third.start()
    third.join(0.2)
    assert third.is_alive()
    assert 2 not in began
    go_on.set()
    third.join(5)
    drains.finish()
    assert sorted(began) == [0, 1, 2]


def test_a_drain_that_fails_takes_no_thread_with_it(drains, monkeypatch):
    done = []

    def fake(_connection_id: int, lane: int) -> None:
        if lane < 3:
            raise RuntimeError("a bug")
        done.append(lane)

    monkeypatch.setattr(delivery, "drain_lane", fake)
    for lane in range(4):
        drains.start(1, lane)
    drains.finish()
    assert done == [3]
