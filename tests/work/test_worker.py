"""The worker process: jobs, and the sweep beside them."""

from __future__ import annotations

import signal
import threading
import time
from types import SimpleNamespace

import pytest
from flask import Flask, current_app
from structlog.testing import capture_logs

from hubapp.doors import queue
from hubapp.extensions import limiter
from hubapp.services import delivery
from hubapp.work import jobs, sweep, worker
from tests.support.databases import SECRET_KEY


@pytest.fixture
def stopped():
    return threading.Event()


@pytest.fixture(autouse=True)
def nobody_asked_us_to_stop(monkeypatch):
    monkeypatch.setattr(delivery, "stopping", threading.Event())
    monkeypatch.setattr(worker, "_WITHOUT_QUEUE", 0)
    monkeypatch.setattr(queue, "note_worker", lambda name: None)


def sweeping(monkeypatch, stopped, *rounds) -> list:
    """Let the sweeper do these rounds, each a call or an error, and then stop. What was logged."""
    left = list(rounds)

    def one_round() -> None:
        this = left.pop(0)
        if not left:
            stopped.set()
        if isinstance(this, Exception):
            raise this
        this()

    monkeypatch.setattr(sweep, "sweep", one_round)
    with capture_logs() as logs:
        worker._sweep_for_ever(Flask("worker"), 0.001, stopped)
    return logs


def test_the_sweep_goes_round_with_the_app_until_it_is_stopped(monkeypatch, stopped):
    rounds = []
    each = lambda: rounds.append(current_app.name)  # noqa: E731
    assert sweeping(monkeypatch, stopped, each, each, each) == []
    assert rounds == ["worker"] * 3


def test_the_sweep_outlives_every_error_and_tells_only_its_kind(monkeypatch, stopped):
    rounds = []
    logs = sweeping(
        monkeypatch, stopped, ValueError("ana@example.com"), lambda: rounds.append("again")
    )
    assert rounds == ["again"]
    assert logs == [{"event": "sweep failed", "error": "ValueError", "log_level": "error"}]


def test_a_worker_says_again_and_again_that_it_is_up(monkeypatch, stopped):
    names = []

    def note(name: str) -> None:
        names.append(name)
        if len(names) == 2:
            stopped.set()

    monkeypatch.setattr(queue, "note_worker", note)
    worker._beat_for_ever(0.001, stopped)
    assert len(names) == 2
    assert len(set(names)) == 1


def test_it_says_so_while_a_round_of_the_sweep_takes_long(process, work, monkeypatch):
    beats, over = [], threading.Event()
    monkeypatch.setattr(worker, "_BEAT", 0.01)
    monkeypatch.setattr(queue, "note_worker", lambda name: beats.append(over.is_set()))

    def slow() -> None:
        process.swept.wait(5)
        over.set()

    def one_job(on_stop):
        deadline = time.monotonic() + 5
        while len(beats) < 3 and time.monotonic() < deadline:
            time.sleep(0.01)
        process.swept.set()

    monkeypatch.setattr(sweep, "sweep", slow)
    work(one_job)
    assert worker.main() == 0
    assert beats[:3] == [False] * 3


def test_a_sweeper_that_was_stopped_before_it_began_does_nothing(monkeypatch, stopped):
    stopped.set()
    monkeypatch.setattr(sweep, "sweep", lambda: pytest.fail("it swept"))
    worker._sweep_for_ever(Flask("worker"), 0, stopped)


@pytest.fixture
def work(monkeypatch):
    """Lets the queue answer so at each try; how often it was tried."""
    tries = []

    def answers(*given):
        def work_until_stopped(on_stop, when_ready):
            this = given[len(tries)]
            tries.append(when_ready)
            if isinstance(this, BaseException):
                raise this
            if this:
                this(on_stop)

        monkeypatch.setattr(queue, "work_until_stopped", work_until_stopped)
        return tries

    return answers


DRAINS = SimpleNamespace(ready=lambda: None)


def test_jobs_are_taken_until_the_worker_is_asked_to_stop(work):
    tries = work(None)
    worker._take_jobs(DRAINS)
    assert tries == [DRAINS.ready]


def test_a_queue_that_is_away_is_tried_again_until_it_is_back(work):
    tries = work(queue.RedisError(), queue.RedisError(), None)
    with capture_logs() as logs:
        worker._take_jobs(DRAINS)
    assert len(tries) == 3
    assert [each["event"] for each in logs] == ["queue away, trying again"] * 2


def test_whoever_asks_to_stop_while_the_queue_is_away_is_heard(work):
    def asked(on_stop):
        on_stop()
        raise queue.RedisError

    tries = work(asked)
    worker._take_jobs(DRAINS)
    assert len(tries) == 1


@pytest.fixture
def process(monkeypatch, tmp_path):
    """The worker's process, with a sweep that notes that it ran. What happened in it."""
    happened = []
    # All apps of a process share their limits: these must not outlive the test.
    monkeypatch.setattr(limiter.limit_manager, "_decorated_limits", {})
    monkeypatch.setenv("HUBAPP_SECRET_KEY", SECRET_KEY)
    monkeypatch.setenv("HUBAPP_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("HUBAPP_WORKER_THREADS", "3")
    monkeypatch.setattr(worker, "to_lines", lambda level: happened.append(f"logs {level}"))
    monkeypatch.setattr(jobs, "_drains", None)
    monkeypatch.setattr(jobs, "_errands", None)
    swept = threading.Event()
    monkeypatch.setattr(sweep, "sweep", swept.set)
    before = signal.getsignal(signal.SIGTERM)
    yield SimpleNamespace(happened=happened, swept=swept)
    signal.signal(signal.SIGTERM, before)


def test_a_worker_takes_jobs_beside_the_sweep_and_ends_well(process, work):
    def one_job(on_stop):
        assert process.swept.wait(5)
        process.happened.append(jobs._drains._pool._max_workers)

    work(one_job)
    assert worker.main() == 0
    assert process.happened == ["logs info", 3]
    with pytest.raises(RuntimeError):
        jobs._drains.start(1, 0)


def test_a_worker_that_is_ended_waits_for_its_drains(process, work, monkeypatch):
    finished = []
    monkeypatch.setattr(jobs.Drains, "finish", lambda self: finished.append(True))
    work(lambda on_stop: signal.raise_signal(signal.SIGTERM))
    with pytest.raises(SystemExit) as ended:
        worker.main()
    assert (ended.value.code, finished) == (0, [True])
