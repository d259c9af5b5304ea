"""How long a submission waits: alone, among many, and beside another hub's backlog."""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import select

from bench.backlog import add_waiting, app_at, connected_hub, fill, record, settled
from bench.endpoint import Endpoint, endpoint
from bench.references import rq_start_p95
from bench.rows import Row, row
from hubapp.doors import queue
from hubapp.doors.database import end_reading
from hubapp.extensions import db
from hubapp.models import Connection, Delivery
from hubapp.services.delivery import outbox
from tests.support.fleet import Fleet


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
    """Wake as ``outbox.wake_after_commit`` does, outside of a transaction."""
    account_id, lanes = connection.account_id, connection.account.lanes
    end_reading()
    for lane in {outbox.lane_of(record(number).person_key, lanes) for number in numbers}:
        queue.wake_drain(account_id, lane)
    return connection.id


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
        settled()
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
        end_reading()
        if done >= count:
            break
        time.sleep(0.02)
    return time.time() - begun
