"""What the operator looks at: figures for /metrics, and what is wrong, in sentences."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from flask import current_app
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily
from prometheus_client.registry import Collector
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from hubapp.doors import queue
from hubapp.doors.vault import open_sealed
from hubapp.extensions import db
from hubapp.models import Connection, ConnectionLane
from hubapp.models.columns import now
from hubapp.services import delivery
from hubapp.services.delivery import SECONDS, SIZES

COUNTED = 100_000
"""Waiting deliveries are counted up to here, for each connection."""
LONG_WAIT = 300.0
"""Seconds after which somebody should ask why a delivery still waits."""
_VERDICTS = ("delivered", "rejected", "retry", "throttled", "hold", "split", "unknown")


def metrics() -> bytes:
    """Prometheus text. Holds ids and numbers only."""
    registry = CollectorRegistry()
    registry.register(_Deliveries())
    return generate_latest(registry)


class _Deliveries(Collector):
    def collect(self) -> Iterator[Any]:
        yield from _waiting_families()
        yield from _tally_families()
        jobs = queue.jobs_waiting()
        up = GaugeMetricFamily("hubapp_queue_up", "1 when the queue answers")
        up.add_metric([], 0 if jobs is None else 1)
        yield up
        lag = GaugeMetricFamily("hubapp_queue_jobs", "Wake-ups that no worker has taken yet")
        lag.add_metric([], jobs or 0)
        yield lag
        workers = GaugeMetricFamily("hubapp_workers", "Workers that are up")
        workers.add_metric([], queue.workers() or 0)
        yield workers


def _waiting_families() -> Iterator[Any]:
    waiting = GaugeMetricFamily(
        "hubapp_waiting_deliveries",
        f"Not delivered or rejected yet; counted up to {COUNTED}",
        labels=["connection"],
    )
    oldest = GaugeMetricFamily(
        "hubapp_oldest_waiting_seconds", "Age of the oldest of them", labels=["connection"]
    )
    held = GaugeMetricFamily("hubapp_held_connections", "Connections that need attention")
    connections = db.session.execute(select(Connection.id, Connection.state)).all()
    for connection_id, _ in connections:
        number, age = delivery.backlog(connection_id, COUNTED)
        waiting.add_metric([str(connection_id)], number)
        oldest.add_metric([str(connection_id)], age)
    held.add_metric([], sum(state == "held" for _, state in connections))
    yield from (waiting, oldest, held)


def _tally_families() -> Iterator[Any]:
    by_verdict = CounterMetricFamily(
        "hubapp_deliveries", "Deliveries by verdict", labels=["connection", "verdict"]
    )
    saved = CounterMetricFamily(
        "hubapp_saved_updates", "Values that were confirmed before", labels=["connection"]
    )
    tallies: dict[int, list[dict[str, Any]]] = {}
    for connection_id, tally in db.session.execute(
        select(ConnectionLane.connection_id, ConnectionLane.tally)
    ):
        tallies.setdefault(connection_id, []).append(tally)
    for connection_id, lanes in tallies.items():
        for verdict in _VERDICTS:
            by_verdict.add_metric([str(connection_id), verdict], _sum(lanes, verdict))
        saved.add_metric([str(connection_id)], _sum(lanes, "saved"))
    everything = [tally for lanes in tallies.values() for tally in lanes]
    yield from (by_verdict, saved)
    yield _histogram(
        "hubapp_objects_per_request", "Objects", everything, ("sizes", "objects"), SIZES
    )
    yield _histogram(
        "hubapp_request_seconds",
        "Time until the answer",
        everything,
        ("times", "seconds"),
        SECONDS,
    )


def _sum(tallies: Iterable[dict[str, Any]], name: str) -> float:
    return float(sum(tally.get(name, 0) for tally in tallies))


def _histogram(
    name: str,
    words: str,
    tallies: list[dict[str, Any]],
    kept: tuple[str, str],
    edges: tuple[float, ...],
) -> HistogramMetricFamily:
    counts = [0] * (len(edges) + 1)
    for tally in tallies:
        for at, number in enumerate(tally.get(kept[0], ())):
            counts[at] += number
    buckets, total = [], 0
    for edge, number in zip((*edges, "+Inf"), counts, strict=True):
        total += number
        buckets.append((str(edge), float(total)))
    family = HistogramMetricFamily(name, words)
    family.add_metric([], buckets, sum_value=_sum(tallies, kept[1]))
    return family


@dataclass(frozen=True)
class Finding:
    """What the doctor found. well: nothing to do about it."""

    well: bool
    sentence: str


def findings() -> Iterator[Finding]:
    """Everything that delivery needs, each in a sentence with what to do."""
    try:
        db.session.execute(select(Connection.id).limit(1)).all()
        yield Finding(True, "The database answers and has this release's tables.")
    except SQLAlchemyError as error:
        db.session.rollback()
        yield Finding(
            False,
            f"The database does not answer as it should ({type(error).__name__}). Is "
            "HUBAPP_DATABASE_URL right, is there room on its disk, and did you run "
            "`hubapp migrate`? Visitors' forms are refused until it does.",
        )
        return
    yield from _of_queue()
    if not current_app.extensions["settings"].encryption_key_list:
        yield Finding(
            False,
            "HUBAPP_ENCRYPTION_KEYS is not set, so no connection can be saved or used. Make one "
            "with `python -c 'from cryptography.fernet import Fernet; "
            "print(Fernet.generate_key().decode())'` and keep it safe.",
        )
    for connection in db.session.scalars(select(Connection)).all():
        yield _of_connection(connection)


def _of_queue() -> Iterator[Finding]:
    if not queue.ping():
        yield Finding(
            False,
            "The queue does not answer. Start Valkey or Redis, or mend HUBAPP_REDIS_URL. Nothing "
            "is lost: submissions are kept, and workers deliver every few seconds without it.",
        )
        return
    yield Finding(True, "The queue answers.")
    workers = queue.workers()
    if workers:
        yield Finding(True, f"{workers} worker{'s' if workers > 1 else ''} up.")
    else:
        yield Finding(
            False,
            "No worker is up, so nothing is delivered. Start `python worker.py`. Submissions are "
            "kept meanwhile.",
        )


def _of_connection(connection: Connection) -> Finding:
    name = f"Connection {connection.id} ({connection.kind}, hub {connection.hub_id})"
    number, age = delivery.backlog(connection.id, COUNTED)
    waiting = f"{number:,} waiting" + (f", the oldest for {int(age):,} s" if number else "")
    if open_sealed(connection.secret) is None:
        return Finding(
            False,
            f"{name}: its key was sealed with an encryption key that is no longer in "
            f"HUBAPP_ENCRYPTION_KEYS. Add the old one behind the new, or paste the key again. "
            f"{waiting}.",
        )
    if connection.state == "held":
        return Finding(False, f"{name} is on hold: {connection.held_words} {waiting}.")
    if connection.state == "paused":
        return Finding(True, f"{name} is paused by a member. {waiting}.")
    if connection.throttled_until and connection.throttled_until > now():
        seconds = int((connection.throttled_until - now()).total_seconds()) + 1
        cause = (
            f"it failed {connection.failures} times in a row"
            if connection.failures
            else "the destination asked us to slow down"
        )
        return Finding(
            not connection.failures, f"{name} waits {seconds} s more, because {cause}. {waiting}."
        )
    if age > LONG_WAIT:
        return Finding(
            False,
            f"{name}: {waiting}. Is a worker up, and are there enough of them? See the sizing "
            "table in docs/operations.md.",
        )
    return Finding(True, f"{name} is healthy. {waiting}.")
