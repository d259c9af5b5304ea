"""The plain ways that ours stands beside: RQ with one job for each submission, and a bare loop."""

from __future__ import annotations

import statistics
import threading
import time

import orjson
import redis
import requests
from rq import Queue, SimpleWorker

from bench.backlog import record
from hubapp.doors import queue


def post_one(url: str, number: int) -> None:
    """What the plain way does for each submission."""
    one = record(number)
    body = orjson.dumps({"attributes": [{"email": one.identity, "first_name": "Ana"}]})
    requests.post(f"{url}/users/track", data=body, timeout=30)


def rq_jobs_per_second(url: str, valkey: str, count: int) -> float:
    """Reference (a): one RQ job for each submission, one POST each, one worker."""
    connection = redis.Redis.from_url(valkey)
    jobs = Queue("bench", connection=connection)
    for number in range(count):
        jobs.enqueue("bench.references.post_one", url, number, result_ttl=0)
    begun = time.perf_counter()
    SimpleWorker([jobs], connection=connection).work(burst=True, logging_level="ERROR")
    return count / (time.perf_counter() - begun)


def bare_loop(url: str, batches: int) -> float:
    """Reference (b): bodies of 75 made before, posted with one kept-alive session."""
    session = requests.Session()
    session.trust_env = False
    people = [
        {"email": f"p{at}@example.com", "first_name": "Ana", "favourite_drink": "Iced tea"}
        for at in range(75)
    ]
    body = orjson.dumps({"attributes": [{**each, "summer_quiz_score": 2} for each in people]})
    headers = {"Content-Type": "application/json", "Authorization": "Bearer sandbox-key"}
    begun = time.perf_counter()
    for _ in range(batches):
        reply = session.post(f"{url}/users/track", data=body, headers=headers)
        assert reply.status_code == 201
    return batches * 75 / (time.perf_counter() - begun)


def rq_start_p95(valkey: str, samples: int) -> float:
    """RQ's own time from enqueueing to the start of the job; seconds."""
    connection = redis.Redis.from_url(valkey)
    jobs = Queue("bench-idle", connection=connection)
    worker = SimpleWorker([jobs], connection=connection)
    thread = threading.Thread(
        target=lambda: _quietly(worker, samples), daemon=True, name="rq-reference"
    )
    thread.start()
    time.sleep(0.5)
    found = []
    for _ in range(samples):
        key = f"bench:{time.time_ns()}"
        jobs.enqueue("bench.references.note_start", valkey, key, time.time(), result_ttl=0)
        kept = connection.blpop([key], timeout=5)
        found.append(float(kept[1]))  # type: ignore[index]
        time.sleep(0.02)
    thread.join(5)
    return statistics.quantiles(found, n=20)[18]


def _quietly(worker: SimpleWorker, samples: int) -> None:
    worker._install_signal_handlers = lambda: None  # type: ignore[method-assign]
    worker.death_penalty_class = queue.TimerDeathPenalty
    worker.work(max_jobs=samples, logging_level="ERROR")


def note_start(valkey: str, key: str, enqueued: float) -> None:
    redis.Redis.from_url(valkey).rpush(key, time.time() - enqueued)
