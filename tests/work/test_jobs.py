"""Drains side by side in one worker."""

from __future__ import annotations

import threading

import pytest
from flask import Flask, current_app
from structlog.testing import capture_logs

from hubapp.doors import queue
from hubapp.services import delivery
from hubapp.work import jobs


@pytest.fixture
def drains():
    made = jobs.Drains(Flask("worker"), 2)
    yield made
    made.finish()


@pytest.fixture
def each_drain(monkeypatch):
    """What a drain does."""
    return lambda does: monkeypatch.setattr(delivery, "drain_lane", does)


def test_two_lanes_are_drained_at_the_same_time(drains, each_drain):
    both = threading.Barrier(2, timeout=5)
    met = []
    each_drain(lambda _, lane: met.append((lane, both.wait())))
    for lane in (0, 1):
        drains.start(1, lane)
    drains.finish()
    assert sorted(lane for lane, _ in met) == [0, 1]


def test_a_third_waits_in_the_queue_until_a_thread_is_free(drains, each_drain):
    go_on, began = threading.Event(), []

    def fake(_account_id: int, lane: int) -> None:
        began.append(lane)
        go_on.wait(5)

    each_drain(fake)
    for lane in (0, 1):
        drains.start(1, lane)
    third = threading.Thread(target=drains.start, args=(1, 2))
    third.start()
    third.join(0.05)
    assert third.is_alive()
    assert 2 not in began
    go_on.set()
    third.join(5)
    drains.finish()
    assert sorted(began) == [0, 1, 2]


def test_a_worker_takes_no_job_before_a_thread_is_free(drains, each_drain):
    go_on = threading.Event()
    each_drain(lambda *_: go_on.wait(5))
    drains.ready()
    for lane in (0, 1):
        drains.start(1, lane)
    waits = threading.Thread(target=drains.ready)
    waits.start()
    waits.join(0.05)
    assert waits.is_alive()
    go_on.set()
    waits.join(5)
    assert not waits.is_alive()


def test_a_drain_that_fails_takes_no_thread_with_it(drains, each_drain):
    done = []

    def fake(_account_id: int, lane: int) -> None:
        if lane < 3:
            raise RuntimeError("a bug")
        done.append(lane)

    each_drain(fake)
    for lane in range(4):
        drains.start(1, lane)
    drains.finish()
    assert done == [3]


def test_the_log_of_a_failed_drain_tells_its_place_and_nothing_of_anybody(drains, each_drain):
    def fake(account_id: int, lane: int) -> None:
        raise ValueError("ana@example.com")

    each_drain(fake)
    with capture_logs() as logs:
        drains.start(7, 3)
        drains.finish()
    (line,) = logs
    assert (line["event"], line["account"], line["lane"]) == ("drain failed", 7, 3)
    assert line["error"] == "ValueError"
    assert __file__ in line["where"]
    assert "ana@example.com" not in repr(line)


def test_a_drain_has_the_app_and_lets_new_wake_ups_in_before_it_begins(
    drains, each_drain, monkeypatch
):
    steps = []
    monkeypatch.setattr(queue, "begun", lambda *lane: steps.append(("begun", *lane)))
    each_drain(lambda *lane: steps.append((current_app.name, *lane)))
    drains.start(7, 3)
    drains.finish()
    assert steps == [("begun", 7, 3), ("worker", 7, 3)]


def test_what_cannot_be_started_any_more_holds_no_thread(drains):
    drains.finish()
    for lane in range(3):
        with pytest.raises(RuntimeError):
            drains.start(1, lane)
    drains.ready()


def test_a_job_of_the_queue_is_a_drain_of_this_process(monkeypatch):
    started = []

    class Fake:
        def start(self, *given: object) -> None:
            started.append(given)

    for name in ("_drains", "_errands"):
        monkeypatch.setattr(jobs, name, None)
    jobs.use(Fake(), Fake())
    jobs.drain(7, 3)
    jobs.probe(7)
    jobs.tell(8)
    assert started == [(7, 3), (delivery.probe, 7), (delivery.tell, 8)]


def test_a_job_outside_a_worker_says_what_is_missing(monkeypatch):
    monkeypatch.setattr(jobs, "_drains", None)
    with pytest.raises(RuntimeError, match="jobs.use"):
        jobs.drain(7, 3)
