"""The delivery rows of QUALITY 1: each beside its reference, in one run on one machine."""

from __future__ import annotations

import os
import resource
import statistics
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import orjson
import redis
import requests
from flask import current_app
from rq import Queue, SimpleWorker
from sqlalchemy import select

from bench.backlog import add_waiting, app_at, connected_hub, fill, other_database, record
from bench.endpoint import Endpoint, endpoint
from hubapp.doors import queue
from hubapp.extensions import db
from hubapp.models import Connection, ConnectionLane, Delivery
from hubapp.services.delivery import drain, outbox
from hubapp.services.delivery.settle import SIZES
from tests.support.fleet import Fleet

BACKLOG = 60_000
LARGE = 1_000_000
SMALL = 10_000
ROUNDS, ROUND = 8, 5_000
"""The same many deliveries are measured at each size of the backlog, in turn, for a machine is not
equally fast all the time."""
TURNS = 4
"""Ours and the references are measured in turn, for a machine is not equally fast all the time."""
Row = dict[str, Any]


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
        jobs.enqueue("bench.delivery.post_one", url, number, result_ttl=0)
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


def drain_until(connection_id: int, lanes: int, target: Endpoint, objects: int) -> float:
    """What one worker's threads do until the endpoint has seen so many objects; seconds."""
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    aim = target.objects() + objects

    def drain_lane(lane: int) -> None:
        with app.app_context():
            while target.objects() < aim and drain.drain_lane(connection_id, lane):
                pass

    # A transaction of ours would keep the others from writing.
    db.session.commit()
    begun = time.time()
    threads = app.extensions["settings"].worker_threads
    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(drain_lane, range(lanes)))
    return target.last() - begun


def median_size(connection_id: int) -> float:
    """Of the objects in a request, from the lanes' tallies: the upper edge of the middle one."""
    counts = [0] * (len(SIZES) + 1)
    for tally in db.session.scalars(
        select(ConnectionLane.tally).where(ConnectionLane.connection_id == connection_id)
    ):
        for at, number in enumerate(tally.get("sizes", ())):
            counts[at] += number
    db.session.commit()
    middle, seen = sum(counts) / 2, 0
    for at, number in enumerate(counts):
        seen += number
        if seen >= middle:
            # Between the edges 70 and 75 nearly all are full: the mean says where.
            return float(SIZES[at]) if at < len(SIZES) else float(SIZES[-1])
    return 0.0


def megabytes() -> float:
    """Largest memory of this process so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def row(what: str, unit: str, ours: float, reference: float, ratio: float, **more: Any) -> Row:
    return {
        "what": what,
        "unit": unit,
        "ours": round(ours, 3),
        "reference": round(reference, 3),
        "ratio": round(ratio, 2),
        **more,
    }


def _settled() -> None:
    """What filled the table is not what is measured: let the disk and the vacuum come to rest."""
    db.session.commit()
    postgres = db.engine.dialect.name == "postgresql"
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if postgres:
            connection.exec_driver_sql("vacuum analyze delivery, outbox")
            connection.exec_driver_sql("checkpoint")
        else:
            connection.connection.driver_connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    os.sync()


def backlog_rows(folder: Path, name: str, url: str, valkey: str) -> Iterator[Row]:
    """A backlog of 60,000, one worker, against an endpoint with 0 and with 50 ms."""
    for delay, count in ((0.0, BACKLOG), (0.05, BACKLOG // 4)):
        with (
            endpoint(delay) as target,
            app_at(folder / f"b{delay}", url, braze_extra_endpoints=target.url),
        ):
            connection = connected_hub("bench", target.url)
            fill(connection, count)
            _settled()
            connection_id, sizes, sent = connection.id, 0.0, 0
            rounds = []
            for _ in range(TURNS):
                objects, requests_before = target.objects(), target.requests()
                seconds = drain_until(connection_id, 4, target, count // TURNS)
                went = target.objects() - objects
                sent += target.requests() - requests_before
                sizes += went
                jobs_at = rq_jobs_per_second(target.url, valkey, (240 if delay else 1200) // TURNS)
                bare_at = bare_loop(target.url, (60 if delay else 1200) // TURNS)
                rounds.append((went / seconds if went else 0.0, jobs_at, bare_at))
            ours, jobs, bare = (
                statistics.harmonic_mean([each for each in column if each])
                for column in zip(*rounds, strict=True)
            )
            sizes /= sent
            at = f"{name}, {delay * 1000:g} ms"
            yield row(
                f"backlog of {count:,} by one worker beside one RQ job each ({at})",
                "people/s",
                ours,
                jobs,
                ours / jobs,
                budget=">= 40",
                sample=count,
            )
            yield row(
                f"backlog of {count:,} by one worker beside a bare loop ({at})",
                "people/s",
                ours,
                bare,
                ours / bare,
                budget=">= 0.5",
                sample=count,
            )
            yield row(
                f"objects in a request while there is backlog ({at})",
                f"median; mean {sizes:.1f}",
                median_size(connection_id),
                75,
                median_size(connection_id) / 75,
                budget=">= 70",
                sample=sent,
            )
            db.session.remove()


@contextmanager
def _waiting(folder: Path, url: str, count: int) -> Iterator[Callable[[], float]]:
    """A database with so many waiting, and what delivers a round of them; then as many are added
    as went, without the clock running, so that the size stays what it is. Seconds for each."""
    with (
        endpoint() as target,
        app_at(folder / f"m{count}", url, braze_extra_endpoints=target.url) as app,
    ):
        connection = connected_hub("bench", target.url)
        fill(connection, count)
        _settled()
        connection_id = connection.id
        db.session.commit()

        def deliver() -> float:
            with app.app_context():
                before = target.objects()
                seconds = drain_until(connection_id, 4, target, ROUND)
                # The drains that were under way went on for a little.
                went = target.objects() - before
                fill(db.session.get_one(Connection, connection_id), went, first=count + before)
                db.session.remove()
                return seconds / went

        yield deliver


def million_row(folder: Path, name: str, url: str) -> Iterator[Row]:
    """What a delivery costs with a million waiting, beside ten thousand, in turn; and memory."""
    with (
        _waiting(folder, url and other_database(url), SMALL) as few,
        _waiting(folder, url, LARGE) as many,
    ):
        few(), many()
        before = megabytes()
        costs = [(few(), many()) for _ in range(ROUNDS)]
        memory, sample = megabytes() / before, ROUNDS * ROUND
    small, large = (statistics.mean(each) * 1e6 for each in zip(*costs, strict=True))
    yield row(
        f"cost of a delivery, {LARGE:,} waiting beside {SMALL:,} ({name})",
        "µs",
        large,
        small,
        large / small,
        budget="<= 1.2",
        sample=sample,
    )
    yield row(
        f"worker memory after beside before, {LARGE:,} waiting ({name})",
        "times",
        memory,
        1,
        memory,
        budget="<= 1.2",
        sample=sample,
    )


@contextmanager
def workers(app: Any, count: int = 1) -> Iterator[None]:
    """RQ workers as ``python worker.py`` runs them, in processes of their own."""
    settings = app.extensions["settings"]
    fleet = Fleet(
        count,
        {
            "HUBAPP_DATA_DIR": str(settings.data_dir),
            "HUBAPP_DATABASE_URL": settings.database_url,
            "HUBAPP_REDIS_URL": settings.redis_url,
            "HUBAPP_SECRET_KEY": settings.secret_key,
            "HUBAPP_ENCRYPTION_KEYS": settings.encryption_keys,
            "HUBAPP_BRAZE_EXTRA_ENDPOINTS": settings.braze_extra_endpoints,
        },
    )
    time.sleep(4)
    try:
        yield
    finally:
        fleet.stop()


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
        jobs.enqueue("bench.delivery.note_start", valkey, key, time.time(), result_ttl=0)
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


def latency_rows(folder: Path, name: str, url: str, valkey: str) -> Iterator[Row]:
    """Idle: from the commit to the destination, beside RQ's own enqueue-to-start."""
    with (
        endpoint() as target,
        app_at(folder / "idle", url, braze_extra_endpoints=target.url, redis_url=valkey) as app,
        workers(app),
    ):
        connection = connected_hub("bench", target.url)
        waits = [_one_wait(connection, target, number) for number in range(60)]
        ours = statistics.quantiles(waits[10:], n=20)[18]
        reference = rq_start_p95(valkey, 60)
        yield row(
            f"submitted to accepted, idle, p95 ({name})",
            "s",
            ours,
            reference,
            ours / reference,
            budget="<= 2, < 1 s",
            sample=50,
        )
        db.session.remove()


def _one_wait(connection: Connection, target: Endpoint, number: int) -> float:
    # Idle: the worker has written down what became of the one before.
    time.sleep(0.05)
    before, begun = target.requests(), time.time()
    add_waiting(connection, 1, first=number)
    _wake(connection, [number])
    while target.requests() == before and time.time() - begun < 10:
        time.sleep(0.0005)
    return target.last() - begun


def _wake(connection: Connection, numbers: Iterable[int]) -> int:
    """Wake as ``outbox.wake`` does; ends the transaction, or SQLite would let nobody else write."""
    connection_id, lanes = connection.id, connection.lanes
    db.session.commit()
    for lane in {outbox.lane_of(record(number).person_key, lanes) for number in numbers}:
        queue.wake_drain(connection_id, lane)
    return connection_id


def loaded_row(folder: Path, url: str, valkey: str) -> Iterator[Row]:
    """500 submissions/s for ten seconds, 50 ms destination, PostgreSQL: created to done, p95."""
    with (
        endpoint(0.05) as target,
        app_at(folder / "loaded", url, braze_extra_endpoints=target.url, redis_url=valkey) as app,
        workers(app),
    ):
        connection = connected_hub("bench", target.url)
        begun, number = time.perf_counter(), 0
        while (passed := time.perf_counter() - begun) < 10:
            due = int(passed * 500) - number
            if due > 0:
                add_waiting(connection, due, first=number)
                _wake(connection, range(number, number + due))
                number += due
            time.sleep(0.005)
        time.sleep(3)
        waits = [
            (done - created).total_seconds()
            for created, done in db.session.execute(
                select(Delivery.created_at, Delivery.done_at).where(Delivery.done_at.is_not(None))
            )
        ]
        assert len(waits) == number, (len(waits), number)
        p95 = statistics.quantiles(waits, n=20)[18]
        yield row(
            "submitted to accepted while 500/s arrive, 50 ms, p95 (PostgreSQL)",
            "s",
            p95,
            1,
            p95,
            budget="< 1 s",
            sample=number,
        )
        db.session.remove()


def fairness_row(folder: Path, url: str, valkey: str, name: str) -> Iterator[Row]:
    """Two workers, one hub with 50,000 waiting: how long another hub's submission takes."""
    with (
        endpoint(0.05) as target,
        app_at(folder / "fair", url, braze_extra_endpoints=target.url, redis_url=valkey) as app,
    ):
        busy = connected_hub("busy", target.url)
        calm = connected_hub("calm", target.url)
        fill(busy, 50_000)
        _settled()
        with workers(app, 2):
            waits = []
            for number in range(10):
                moment = time.time()
                add_waiting(calm, 1, first=100_000 + number)
                waits.append(_until_done(_wake(calm, [100_000 + number]), number + 1, moment))
            left = db.session.query(Delivery).filter_by(state="waiting").count()
        yield row(
            f"another hub's submission beside 50,000 waiting, two workers, worst of 10 ({name})",
            f"s; {left:,} still waited",
            max(waits),
            5,
            max(waits) / 5,
            budget="<= 5 s",
            sample=10,
        )
        db.session.remove()


def _until_done(connection_id: int, count: int, begun: float) -> float:
    while time.time() - begun < 30:
        done = (
            db.session.query(Delivery)
            .filter_by(connection_id=connection_id, state="delivered")
            .count()
        )
        db.session.commit()
        if done >= count:
            break
        time.sleep(0.02)
    return time.time() - begun


Step = tuple[str, Callable[[Path], Iterator[Row]]]
"""A name to ask for on the command line, and what measures its rows in an empty folder."""


def steps(name: str, url: str, valkey: str) -> list[Step]:
    """Every delivery row on one database."""
    found: list[Step] = [
        ("backlog", lambda at: backlog_rows(at, name, url, valkey)),
        ("idle", lambda at: latency_rows(at, name, url, valkey)),
        ("fairness", lambda at: fairness_row(at, url, valkey, name)),
        ("million", lambda at: million_row(at, name, url)),
    ]
    if url:
        found.append(("loaded", lambda at: loaded_row(at, url, valkey)))
    return found
