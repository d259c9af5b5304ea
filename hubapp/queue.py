"""The one door to the queue: names and wake-ups. Everything here is best effort."""

from __future__ import annotations

import threading
import time
from functools import cache

import redis
import structlog
from rq import Queue, SimpleWorker
from rq.timeouts import TimerDeathPenalty

from hubapp.settings import read_settings

log = structlog.get_logger()
NAME = "deliveries"
"""One queue only: an RQ worker that listens to two loses jobs when it is killed."""
_PATIENCE = 0.5
"""Seconds. A queue that is away must not slow down a visitor."""
_MARK_SECONDS = 60
_COOL_OFF = 5.0
"""Seconds to leave a dead queue alone; the sweeper finds the rows meanwhile."""
_JOB_SECONDS = 300
_dead_until = 0.0
_lock = threading.Lock()


@cache
def _connection() -> redis.Redis:
    return redis.Redis.from_url(
        read_settings().redis_url, socket_timeout=_PATIENCE, socket_connect_timeout=_PATIENCE
    )


def ping() -> bool:
    """The queue answers."""
    try:
        return bool(_connection().ping())
    except redis.RedisError:
        return False


def wake_drain(connection_id: int, lane: int) -> bool:
    """Ask for a drain of a lane; at most one such job waits. False: the queue is away."""
    global _dead_until
    if time.monotonic() < _dead_until:
        return False
    try:
        if _connection().set(_mark(connection_id, lane), 1, nx=True, ex=_MARK_SECONDS):
            Queue(NAME, connection=_connection()).enqueue(
                "hubapp.jobs.drain",
                connection_id,
                lane,
                job_timeout=_JOB_SECONDS,
                result_ttl=0,
                failure_ttl=60,
            )
    except redis.RedisError as error:
        with _lock:
            _dead_until = time.monotonic() + _COOL_OFF
        log.warning("queue away", error=type(error).__name__)
        return False
    return True


def begun(connection_id: int, lane: int) -> None:
    """The drain begins: a wake-up from now on makes a new job, so none is lost."""
    try:
        _connection().delete(_mark(connection_id, lane))
    except redis.RedisError:
        return


def _mark(connection_id: int, lane: int) -> str:
    return f"hubapp:wake:{connection_id}:{lane}"


class _Worker(SimpleWorker):
    """Runs jobs in its own process (connections to database and destination are kept); time-outs
    by a timer, for the worker may run beside the sweeper's thread."""

    death_penalty_class = TimerDeathPenalty


def work_until_stopped() -> None:
    """Run jobs until SIGTERM or SIGINT. Raises redis.RedisError when the queue is away."""
    # Blocking reads need a longer patience than a visitor's wake-up.
    patient = redis.Redis.from_url(read_settings().redis_url, socket_connect_timeout=2)
    _Worker([Queue(NAME, connection=patient)], connection=patient).work(
        logging_level="WARNING", with_scheduler=False
    )


RedisError = redis.RedisError
