"""Whoever reaches the queue must not get anything run by it."""

from __future__ import annotations

import inspect
import json
import os
import pickle
import signal
import threading

import pytest
import redis
from rq import Callback, Queue
from rq.job import Job
from rq.serializers import JSONSerializer
from structlog.testing import capture_logs

from hubapp.doors import queue
from hubapp.doors.own_jobs import JOBS, MODULE, OwnJob
from hubapp.work import jobs


@pytest.fixture
def worked(live_queue, monkeypatch):
    """What the worker runs and what it logs, until all that was queued has been taken."""
    kept = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}

    def until_empty() -> tuple[list[tuple], list[dict]]:
        ran = []
        monkeypatch.setattr(jobs, "probe", lambda *given: ran.append(given))
        monkeypatch.setattr(jobs, "drain", lambda *_: os.kill(os.getpid(), signal.SIGTERM))
        queue.wake_drain(0, 0)
        stuck = threading.Timer(30, os.kill, (os.getpid(), signal.SIGTERM))
        stuck.start()
        with capture_logs() as logs:
            queue.work_until_stopped(lambda: None, lambda: None)
        stuck.cancel()
        assert queue.jobs_waiting() == 0
        return ran, [each for each in logs if each["event"] == "job refused"]

    yield until_empty
    for number, handler in kept.items():
        signal.signal(number, handler)


def enqueue(client: redis.Redis, function: str, *given, **more) -> Job:
    """As somebody does who has RQ and the address of the queue."""
    return Queue(queue.NAME, connection=client, **more).enqueue(function, *given)


def test_jobs_are_functions_of_ours_that_take_ids():
    for name, ids in JOBS.items():
        taken = inspect.signature(getattr(jobs, name)).parameters.values()
        assert [each.annotation for each in taken] == ["int"] * ids
    assert jobs.__name__ == MODULE


@pytest.mark.parametrize("serializer", ["json", "pickle"])
def test_what_somebody_else_wants_to_be_run_is_refused_and_logged(
    live_queue, worked, tmp_path, serializer
):
    mark = tmp_path / "mark"
    job = enqueue(live_queue, "os.system", f"touch {mark}", serializer=serializer)
    queue.ask_for_probe(7)
    ran, refused = worked()
    assert ran == [(7,)]
    assert not mark.exists()
    (said,) = refused
    assert (said["log_level"], said["job"]) == ("warning", job.id)
    assert said["why"] == (
        "not a job of ours: 'os.system'" if serializer == "json" else "not readable as JSON"
    )
    assert str(mark) not in str(said)
    assert not live_queue.exists(job.key)
    assert live_queue.llen("rq:queue:deliveries:intermediate") == 0


class Payload:
    def __init__(self, path):
        self.path = path

    def __reduce__(self):
        return os.mkdir, (self.path,)


@pytest.mark.parametrize("field", ["data", "meta", "result"])
def test_no_pickle_is_ever_read(live_queue, worked, tmp_path, field):
    mark = str(tmp_path / "mark")
    job = enqueue(live_queue, f"{MODULE}.probe", 7, serializer=JSONSerializer)
    live_queue.hset(job.key, field, pickle.dumps(Payload(mark)))
    worked()
    assert not os.path.exists(mark)


def test_nothing_but_a_name_and_numbers_is_taken_from_a_job(live_queue, worked, tmp_path):
    """Callbacks would be imported and called, webhooks called by another door."""
    module = tmp_path / "stranger.py"
    module.write_text(f"open({str(tmp_path / 'imported')!r}, 'w').close()\ndef call(*_): pass\n")
    job = enqueue(live_queue, f"{MODULE}.probe", 7, serializer=JSONSerializer)
    for kind in ("success", "failure", "stopped"):
        live_queue.hset(job.key, f"{kind}_callback_name", "stranger.call")
    live_queue.hset(job.key, "webhooks", json.dumps([{"url": "http://127.0.0.1:1/"}]))
    live_queue.hset(job.key, mapping={"repeats_left": 3, "retries_left": 3})
    found = OwnJob.fetch(job.id, live_queue, JSONSerializer)
    assert (found.func_name, found.args, found.objection()) == (f"{MODULE}.probe", [7], "")
    assert (found.success_callback, found.failure_callback, found.stopped_callback) == (None,) * 3
    assert not found.webhooks
    assert (found.repeats_left, found.retries_left) == (None, None)
    assert worked() == ([(7,)], [])


def test_callbacks_that_rq_itself_wrote_are_not_called(live_queue, worked):
    called = Callback("os.abort")
    Queue(queue.NAME, connection=live_queue, serializer=JSONSerializer).enqueue(
        f"{MODULE}.probe", 7, on_success=called, on_failure=called
    )
    assert worked() == ([(7,)], [])


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("timeout", b"soon"),
        ("status", b"\xff"),
        ("created_at", b"yesterday"),
        ("origin", b"\xff"),
        ("result_ttl", b"x"),
        ("data", b""),
        ("data", b"[]"),
        ("data", b"{}"),
        ("data", b"\xff"),
        ("data", b"[1, null, [], {}]"),
        ("data", b'["hubapp.work.jobs.probe", {}, [7], {}]'),
        ("data", b'["hubapp.work.jobs.probe", null, [7], {"x": 1}]'),
        ("data", b'["hubapp.work.jobs.probe", null, ["7"], {}]'),
        ("data", b'["hubapp.work.jobs.probe", null, [true], {}]'),
        ("data", b'["hubapp.work.jobs.probe", null, [7, 8], {}]'),
        ("data", b'["hubapp.work.jobs.probe", null, 7, {}]'),
        ("data", b'["hubapp.work.jobs.use", null, [1, 2], {}]'),
        ("data", b'["hubapp.work.jobs.queue.ping", null, [], {}]'),
        ("data", b'["probe", null, [7], {}]'),
    ],
)
def test_a_job_that_is_broken_on_purpose_ends_no_worker(live_queue, worked, field, value):
    job = enqueue(live_queue, f"{MODULE}.probe", 7, serializer=JSONSerializer)
    live_queue.hset(job.key, field, value)
    queue.ask_for_probe(8)
    ran, refused = worked()
    assert ran == [(8,)]
    assert [each["job"] for each in refused] == [job.id]
