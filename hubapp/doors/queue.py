"""The one door to the queue: names and wake-ups. Everything here is best effort."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

import redis
import structlog
from rq import Queue, SimpleWorker
from rq.serializers import JSONSerializer
from rq.timeouts import TimerDeathPenalty

from hubapp.core.destination import Rate
from hubapp.doors.own_jobs import MODULE, OwnJob
from hubapp.doors.turns import SCRIPT, OwnBuckets, Turn
from hubapp.settings import read_settings

log = structlog.get_logger()
NAME = "deliveries"
"""One queue only: an RQ worker that listens to two loses jobs when it is killed."""
_PATIENCE = 0.5
"""Seconds. A queue that is away must not slow down a visitor."""
_MARK_SECONDS = 20
"""A wake-up whose job died with its worker is forgotten after this."""
_UP, _UP_SECONDS = "hubapp:worker:", 15
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


def wake_drain(account_id: int, lane: int) -> bool:
    """Ask for a drain of a lane; at most one such job waits. False: the queue is away."""
    return _ask_once(_mark(account_id, lane), "drain", account_id, lane)


def ask_for_probe(account_id: int) -> bool:
    """Ask for a try of a held account; one such job in 20 s. False: the queue is away."""
    return _ask_once(f"hubapp:probe:{account_id}", "probe", account_id)


def ask_for_mail(account_id: int) -> bool:
    """Ask for a mail to a held account's admins; one such job in 20 s. False: queue away."""
    return _ask_once(f"hubapp:tell:{account_id}", "tell", account_id)


def ask_for_letter(letter_id: int) -> bool:
    """Ask for a mail to be sent; one such job in 20 s. False: the queue is away."""
    return _ask_once(f"hubapp:letter:{letter_id}", "letter", letter_id)


def _ask_once(mark: str, function: str, *given: int) -> bool:
    if time.monotonic() < _dead_until:
        return False
    try:
        if _connection().set(mark, 1, nx=True, ex=_MARK_SECONDS):
            _queue(_connection()).enqueue(
                f"{MODULE}.{function}",
                *given,
                job_timeout=_JOB_SECONDS,
                result_ttl=0,
                failure_ttl=60,
            )
    except redis.RedisError as error:
        _note_death(error)
        return False
    return True


def _queue(connection: redis.Redis) -> Queue:
    """JSON: to read a pickle is to run what is in it."""
    return Queue(NAME, connection=connection, job_class=OwnJob, serializer=JSONSerializer)


def _note_death(error: Exception) -> None:
    global _dead_until
    with _lock:
        _dead_until = time.monotonic() + _COOL_OFF
    log.warning("queue away", error=type(error).__name__)


def begun(account_id: int, lane: int) -> None:
    """The drain begins: a wake-up from now on makes a new job, so none is lost."""
    try:
        _connection().delete(_mark(account_id, lane))
    except redis.RedisError:
        return


_own = OwnBuckets()
"""For the time that the queue is away."""


def take_turn(budget: str, rates: Sequence[Rate]) -> float:
    """Take one request from a budget that all workers share: a token bucket per rate. Returns 0
    when it may go now, else the seconds to wait. While the queue is away each worker keeps to the
    rates for itself; the destination's 429 then says when that was too much."""
    return take_turns([(f"hubapp:budget:{budget}:{rate.seconds}", rate) for rate in rates])


def take_turns(turns: Sequence[Turn], count_refused: str = "") -> float:
    """Take one of each bucket in one trip, or none of them. Returns 0, or the seconds to wait, and
    then counts that under this name for today."""
    if time.monotonic() >= _dead_until:
        keys = [key for key, _ in turns]
        if count_refused:
            keys.append(_refused(count_refused, datetime.now(UTC)))
        numbers = [number for _, rate in turns for number in (rate.requests, rate.seconds)]
        try:
            return float(_script()(keys=keys, args=numbers))
        except redis.RedisError as error:
            _note_death(error)
    return _own.take(turns)


def refused(name: str, days: int) -> int:
    """How many had to wait in the last days, today among them; 0 while the queue is away."""
    today = datetime.now(UTC)
    keys = [_refused(name, today - timedelta(days=day)) for day in range(days)]
    try:
        return sum(int(each or 0) for each in _connection().mget(keys))
    except redis.RedisError:
        return 0


def _refused(name: str, day: datetime) -> str:
    return f"hubapp:refused:{name}:{day:%Y%m%d}"


@cache
def _script() -> Any:
    return _connection().register_script(SCRIPT)


def note_worker(name: str) -> None:
    """This worker is up; said every few seconds, so that it is known again soon after a FLUSHALL
    and forgotten soon after a SIGKILL. RQ's own list knows neither."""
    with contextlib.suppress(redis.RedisError):
        _connection().set(f"{_UP}{name}", 1, ex=_UP_SECONDS)


def workers() -> int | None:
    """How many workers are up; None: the queue is away."""
    try:
        return sum(1 for _ in _connection().scan_iter(f"{_UP}*", count=1000))
    except redis.RedisError:
        return None


def jobs_waiting() -> int | None:
    """Wake-ups that no worker has taken yet; None: the queue is away."""
    try:
        return int(_queue(_connection()).count)
    except redis.RedisError:
        return None


def _mark(account_id: int, lane: int) -> str:
    return f"hubapp:wake:{account_id}:{lane}"


class _Worker(SimpleWorker):
    """Takes jobs in its own process (connections to database and destination are kept); time-outs
    by a timer, for the worker may run beside other threads. ``when_ready`` returns when a job can
    be begun: until then it stays in the queue, where another worker may take it."""

    death_penalty_class = TimerDeathPenalty
    on_stop: Callable[[], None]
    when_ready: Callable[[], None]

    def dequeue_job_and_maintain_ttl(self, *given: Any, **named: Any) -> Any:
        self.when_ready()
        return super().dequeue_job_and_maintain_ttl(*given, **named)

    def execute_job(self, job: Any, queue: Queue) -> None:
        """Only what is ours. The rest goes, and says so in the log."""
        if why := job.objection():
            log.warning("job refused", job=job.id[:40], why=why)
            self.connection.delete(job.key)
            queue.intermediate_queue.remove(job.id)
        else:
            super().execute_job(job, queue)

    def request_stop(self, signum: Any, frame: Any) -> None:
        """Asked to stop: the job in hand is told, so that it ends after its request."""
        self.on_stop()
        if not ping():
            # RQ would go on waiting for the queue; drains that are under way end by themselves.
            raise SystemExit(0)
        super().request_stop(signum, frame)


def work_until_stopped(on_stop: Callable[[], None], when_ready: Callable[[], None]) -> None:
    """Run jobs until SIGTERM or SIGINT, then call ``on_stop``; take none before ``when_ready``
    returns. Raises redis.RedisError when the
    queue is away."""
    # Blocking reads need a longer patience than a visitor's wake-up.
    patient = redis.Redis.from_url(read_settings().redis_url, socket_connect_timeout=2)
    worker = _Worker(
        [_queue(patient)], connection=patient, job_class=OwnJob, serializer=JSONSerializer
    )
    worker.on_stop, worker.when_ready = on_stop, when_ready
    worker.work(logging_level="WARNING", with_scheduler=False)


RedisError = redis.RedisError
