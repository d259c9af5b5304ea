"""What the operator looks at: figures for /metrics, and what is wrong, in sentences."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from flask import current_app
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily
from prometheus_client.registry import Collector
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from hubapp.core.words import Words
from hubapp.doors import queue
from hubapp.doors.vault import open_sealed
from hubapp.extensions import db
from hubapp.models import Account, AccountLane, Connection
from hubapp.models.columns import now
from hubapp.services import delivery, mailing, marks
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
    query = select(Connection.id, Account.id, Account.state).join(Connection.account)
    connections = db.session.execute(query).all()
    for connection_id, account_id, _ in connections:
        number, age = delivery.backlog(account_id, COUNTED)
        waiting.add_metric([str(connection_id)], number)
        oldest.add_metric([str(connection_id)], age)
    held.add_metric([], sum(state == "held" for _, _, state in connections))
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
        select(Connection.id, AccountLane.tally).join(
            AccountLane, AccountLane.account_id == Connection.account_id
        )
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
    sentence: Words


def findings() -> Iterator[Finding]:
    """Everything that delivery needs, each in a sentence with what to do."""
    try:
        db.session.execute(select(Connection.id).limit(1)).all()
        yield Finding(True, Words("The database answers and has this release's tables."))
    except SQLAlchemyError as error:
        db.session.rollback()
        sentence = Words(
            "The database does not answer as it should (%(error)s). Is "
            "HUBAPP_DATABASE_URL right, is there room on its disk, and did you run "
            "`hubapp migrate`? Visitors' forms are refused until it does.",
            error=type(error).__name__,
        )
        yield Finding(False, sentence)
        return
    yield from _of_queue()
    if not current_app.extensions["settings"].encryption_key_list:
        sentence = Words(
            "HUBAPP_ENCRYPTION_KEYS is not set, so no connection can be saved or used. Make one "
            "with `python -c 'from cryptography.fernet import Fernet; "
            "print(Fernet.generate_key().decode())'` and keep it safe."
        )
        yield Finding(False, sentence)
    yield from _of_endpoints()
    yield from _of_marks()
    yield from _of_mails()
    for connection in db.session.scalars(select(Connection)).all():
        yield _of_connection(connection)


def _of_endpoints() -> Iterator[Finding]:
    settings = current_app.extensions["settings"]
    if settings.endpoints_of_all and not settings.local:
        sentence = Words(
            "HUBAPP_BRAZE_EXTRA_ENDPOINTS lets every workspace send what visitors told to "
            "%(origins)s. Take it out, or write <workspace id>=<origin> for the one that needs it.",
            origins=", ".join(settings.endpoints_of_all),
        )
        yield Finding(False, sentence)


def _of_queue() -> Iterator[Finding]:
    if not queue.ping():
        sentence = Words(
            "The queue does not answer. Start Valkey or Redis, or mend HUBAPP_REDIS_URL. Nothing "
            "is lost: submissions are kept, and workers deliver every few seconds without it."
        )
        yield Finding(False, sentence)
        return
    yield Finding(True, Words("The queue answers."))
    workers = queue.workers()
    if workers:
        yield Finding(True, Words("%(count)s worker up.", "%(count)s workers up.", count=workers))
    else:
        sentence = Words(
            "No worker is up, so nothing is delivered. Start `python worker.py`. Submissions are "
            "kept meanwhile."
        )
        yield Finding(False, sentence)


def _of_marks() -> Iterator[Finding]:
    count = marks.lost()
    if count:
        sentence = Words(
            "%(count)s workspace knows nobody again: the key of its marks was sealed with a key "
            "that is no longer in HUBAPP_ENCRYPTION_KEYS. Add that one behind the new.",
            "%(count)s workspaces know nobody again: the keys of their marks were sealed with a "
            "key that is no longer in HUBAPP_ENCRYPTION_KEYS. Add that one behind the new.",
            count=count,
        )
        yield Finding(False, sentence)


def _of_mails() -> Iterator[Finding]:
    """Of those that the mail server has refused at least once."""
    count, seconds = mailing.waiting()
    if count:
        sentence = Words(
            "%(count)s mail was tried and has not gone, the oldest for %(minutes)s min. Is "
            "HUBAPP_MAIL_SERVER right, and what does the log say?",
            "%(count)s mails were tried and have not gone, the oldest for %(minutes)s min. Is "
            "HUBAPP_MAIL_SERVER right, and what does the log say?",
            count=count,
            minutes=int(seconds / 60),
        )
        yield Finding(False, sentence)


def _of_connection(connection: Connection) -> Finding:
    number, age = delivery.backlog(connection.account_id, COUNTED)
    told = {
        "connection": Words(
            "Connection %(id)s (%(kind)s, hub %(hub)s)",
            id=connection.id,
            kind=connection.kind,
            hub=connection.hub_id,
        ),
        "waiting": _waiting(number, age),
    }
    account = connection.account
    if connection.state == "leaving":
        return Finding(True, Words("%(connection)s is being disconnected.", **told))
    if open_sealed(account.secret) is None:
        sentence = Words(
            "%(connection)s: its key was sealed with an encryption key that is no longer in "
            "HUBAPP_ENCRYPTION_KEYS. Add the old one behind the new, or paste the key again. "
            "%(waiting)s.",
            **told,
        )
        return Finding(False, sentence)
    if connection.standing == "held":
        sentence = Words(
            "%(connection)s is on hold: %(why)s %(waiting)s.", why=account.held_words, **told
        )
        return Finding(False, sentence)
    if connection.standing == "paused":
        return Finding(True, Words("%(connection)s is paused by a member. %(waiting)s.", **told))
    if account.throttled_until and account.throttled_until > now():
        return _throttled(account, (account.throttled_until - now()).total_seconds(), told)
    if age > LONG_WAIT:
        sentence = Words(
            "%(connection)s: %(waiting)s. Is a worker up, and are there enough of them? See the "
            "sizing table in docs/operations.md.",
            **told,
        )
        return Finding(False, sentence)
    return Finding(True, Words("%(connection)s is healthy. %(waiting)s.", **told))


def _waiting(number: int, age: float) -> Words:
    if not number:
        return Words("0 waiting")
    return Words(
        "%(number)s waiting, the oldest for %(seconds)s s",
        number=f"{number:,}",
        seconds=f"{int(age):,}",
    )


def _throttled(account: Account, seconds: float, told: Mapping[str, Words]) -> Finding:
    cause = Words("the destination asked us to slow down")
    if account.failures:
        cause = Words(
            "it failed %(count)s times in a row",
            "it failed %(count)s times in a row",
            count=account.failures,
        )
    sentence = Words(
        "%(connection)s waits %(seconds)s s more, because %(cause)s. %(waiting)s.",
        seconds=int(seconds) + 1,
        cause=cause,
        **told,
    )
    return Finding(not account.failures, sentence)
