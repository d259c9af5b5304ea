"""The door to the queue, against a real Valkey, and with none."""

from __future__ import annotations

import os
import signal
from types import SimpleNamespace

import pytest
import redis
from structlog.testing import capture_logs

from hubapp.core.destination import Rate
from hubapp.doors import queue, turns
from hubapp.work import jobs


@pytest.fixture
def door(monkeypatch):
    """The door, opened anew onto the queue at this address."""
    kept = (queue._connection, queue._script)

    def opened(url: str) -> None:
        monkeypatch.setenv("HUBAPP_REDIS_URL", url)
        monkeypatch.setattr(queue, "_dead_until", 0.0)
        monkeypatch.setattr(queue, "_own", turns.OwnBuckets())
        for each in kept:
            each.cache_clear()

    yield opened
    for each in kept:
        each.cache_clear()


@pytest.fixture
def valkey_here(valkey_url, door):
    door(valkey_url)
    client = redis.Redis.from_url(valkey_url)
    client.flushall()
    return client


@pytest.fixture
def away(door):
    """Nobody listens where the queue should be."""
    door("redis://127.0.0.1:1/0")


@pytest.fixture
def clock(monkeypatch):
    """The door's clock; it goes on when it is told to."""
    told = SimpleNamespace(now=1000.0)
    told.monotonic = lambda: told.now
    for each in (queue, turns):
        monkeypatch.setattr(each, "time", told)
    return told


@pytest.fixture
def signals():
    """Whoever handled signals before handles them again."""
    kept = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    yield
    for number, handler in kept.items():
        signal.signal(number, handler)


def test_workers_are_known_again_after_the_queue_was_wiped(valkey_here):
    for name in ("one", "two", "one"):
        queue.note_worker(name)
    assert queue.workers() == 2
    valkey_here.flushall()
    assert queue.workers() == 0
    queue.note_worker("one")
    assert queue.workers() == 1
    assert valkey_here.ttl("hubapp:worker:one") <= 15


def test_wake_ups_coalesce_until_the_drain_begins(valkey_here):
    for _ in range(3):
        assert queue.wake_drain(7, 1)
    assert queue.jobs_waiting() == 1
    queue.begun(7, 1)
    assert queue.wake_drain(7, 1)
    assert queue.jobs_waiting() == 2


def test_each_lane_has_a_wake_up_of_its_own(valkey_here):
    for lane in ((7, 1), (7, 2), (8, 1)):
        assert queue.wake_drain(*lane)
    assert queue.jobs_waiting() == 3


def test_a_wake_up_whose_worker_died_is_forgotten(valkey_here):
    queue.wake_drain(7, 1)
    assert 0 < valkey_here.ttl("hubapp:wake:7:1") <= 20


def test_a_queue_that_answers_and_one_that_is_away(valkey_here, door):
    assert queue.ping()
    door("redis://127.0.0.1:1/0")
    assert not queue.ping()


def test_nothing_breaks_while_the_queue_is_away(away):
    queue.note_worker("one")
    queue.begun(7, 1)
    assert queue.workers() is None
    assert queue.jobs_waiting() is None


def test_a_queue_that_is_away_is_left_alone_for_a_while(away, clock, monkeypatch):
    with capture_logs() as logs:
        assert not queue.wake_drain(7, 1)
    assert logs == [{"event": "queue away", "error": "ConnectionError", "log_level": "warning"}]
    asked = []
    monkeypatch.setattr(queue, "_connection", lambda: asked.append(1) or _Gone())
    clock.now += queue._COOL_OFF - 0.1
    assert not queue.wake_drain(7, 1)
    assert asked == []
    clock.now += 0.2
    assert not queue.wake_drain(7, 1)
    assert asked == [1]


class _Gone:
    def set(self, *given, **named):
        raise redis.ConnectionError


TWO_IN_TEN = Rate(2, 10)


@pytest.fixture(params=["shared", "alone"])
def budget(request):
    """Budgets that all workers share, and those of a worker while the queue is away."""
    request.getfixturevalue("valkey_here" if request.param == "shared" else "away")
    return request.param


def test_a_budget_is_spent_and_then_says_how_long_to_wait(budget):
    assert [queue.take_turn("key", [TWO_IN_TEN]) for _ in range(2)] == [0, 0]
    assert queue.take_turn("key", [TWO_IN_TEN]) == pytest.approx(5, abs=0.5)


def test_to_wait_costs_nothing(budget):
    for _ in range(2):
        queue.take_turn("key", [TWO_IN_TEN])
    waits = [queue.take_turn("key", [TWO_IN_TEN]) for _ in range(5)]
    assert all(wait == pytest.approx(5, abs=0.5) for wait in waits)


def test_the_strictest_rate_counts_and_the_others_are_not_charged_for_it(budget):
    rates = [Rate(100, 100), Rate(1, 1000)]
    assert queue.take_turn("key", rates) == 0
    for _ in range(120):
        assert queue.take_turn("key", rates) > 900
    assert queue.take_turn("key", rates[:1]) == 0


def test_each_key_has_a_budget_of_its_own(budget):
    assert queue.take_turn("one", [Rate(1, 1000)]) == 0
    assert queue.take_turn("two", [Rate(1, 1000)]) == 0


def test_whoever_had_to_wait_is_counted_for_the_day_in_the_same_trip(valkey_here):
    for _ in range(5):
        queue.take_turns([("one", TWO_IN_TEN), ("two", Rate(9, 10))], count_refused="hub")
    assert (queue.refused("hub", 7), queue.refused("another", 7)) == (3, 0)
    (key,) = valkey_here.keys("hubapp:refused:*")
    assert 0 < valkey_here.ttl(key) <= 9 * 24 * 3600


def test_nobody_is_counted_while_the_queue_is_away(away):
    for _ in range(3):
        queue.take_turns([("one", TWO_IN_TEN)], count_refused="hub")
    assert queue.refused("hub", 7) == 0


def test_no_rate_is_no_limit(budget):
    assert queue.take_turn("key", []) == 0


def test_a_budget_fills_up_again_but_never_above_its_brim(away, clock):
    for _ in range(2):
        queue.take_turn("key", [TWO_IN_TEN])
    clock.now += 5.1
    assert queue.take_turn("key", [TWO_IN_TEN]) == 0
    assert queue.take_turn("key", [TWO_IN_TEN]) > 0
    clock.now += 1000
    assert [queue.take_turn("key", [TWO_IN_TEN]) == 0 for _ in range(3)] == [True, True, False]


def test_budgets_outlive_a_queue_that_forgot_everything(valkey_here):
    queue.take_turn("key", [TWO_IN_TEN])
    valkey_here.flushall()
    valkey_here.script_flush()
    assert queue.take_turn("key", [TWO_IN_TEN]) == 0
    assert valkey_here.ttl("hubapp:budget:key:10") <= 80


def test_jobs_are_run_one_after_another_until_somebody_stops_the_worker(
    valkey_here, signals, monkeypatch
):
    ran, told = [], []

    def drain(account_id, lane):
        ran.append((account_id, lane))
        if len(ran) == 2:
            os.kill(os.getpid(), signal.SIGTERM)

    monkeypatch.setattr(jobs, "drain", drain)
    for lane in (0, 1, 2):
        queue.wake_drain(7, lane)
    ready = []
    queue.work_until_stopped(lambda: told.append(True), lambda: ready.append(len(ran)))
    assert ran == [(7, 0), (7, 1)]
    assert told == [True]
    assert ready == [0, 1]
    assert queue.jobs_waiting() == 1


def test_a_worker_stops_although_the_queue_went_away(valkey_here, signals, door):
    def away_and_stopped():
        door("redis://127.0.0.1:1/0")
        os.kill(os.getpid(), signal.SIGTERM)

    told = []
    with pytest.raises(SystemExit) as ended:
        queue.work_until_stopped(lambda: told.append(True), away_and_stopped)
    assert (ended.value.code, told) == (0, [True])


def test_no_worker_begins_without_a_queue(away, signals):
    with pytest.raises(queue.RedisError):
        queue.work_until_stopped(lambda: None, lambda: None)
