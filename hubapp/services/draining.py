"""Deliver what waits: lease a lane, claim rows, send, write the verdicts; and sweep up after
whoever died. No transaction is open while we wait for a destination."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from flask import current_app
from sqlalchemy import Select, or_, select

from hubapp import http, queue
from hubapp.core.destination import Destination, Outcome, OutgoingRequest, Verdict
from hubapp.core.identifiers import new_id
from hubapp.core.retrying import State, after
from hubapp.destinations import destination_of
from hubapp.extensions import db
from hubapp.models import Connection, Delivery
from hubapp.models.columns import now
from hubapp.services import claiming
from hubapp.services.claiming import Lease, Row
from hubapp.services.holding import hold, probe_due
from hubapp.services.sealing import open_sealed

log = structlog.get_logger()
QUANTUM = 20
"""Requests that one drain may send before others get their turn."""
QUANTUM_SECONDS = 60.0
"""The same in time, for destinations that answer slowly; far below the queue's own limit."""
FEWEST_TRIES = 20
"""Before the horizon may end a delivery: one that waited on hold for days was hardly tried."""
stopping = threading.Event()
"""Set when this process is asked to stop: a drain ends after the request that is under way."""
_chance = random.SystemRandom()


@dataclass
class _Drain:
    """One drain: whose lane, towards what."""

    lease: Lease
    destination: Destination
    settings: dict[str, object]
    secret: str
    at_most: int = 0
    stopped: bool = False


def drain(connection_id: int, lane: int) -> int:
    """Deliver what is due in a lane, until it is empty, the quantum is used or the destination
    asks us to stop. Returns the number of requests sent; 0 also when another holds the lane."""
    lease = Lease(connection_id, lane, new_id(16))
    if stopping.is_set() or not claiming.take(lease):
        return 0
    sent, until = 0, time.monotonic() + QUANTUM_SECONDS
    try:
        run = _prepare(lease)
        while run and sent < QUANTUM and time.monotonic() < until and _may_go_on(run):
            rows = claiming.claim(lease)
            if not rows:
                break
            sent += _deliver(run, rows)
    finally:
        claiming.release(lease)
    if _due(connection_id, lane):
        queue.wake_drain(connection_id, lane)
    return sent


def _may_go_on(run: _Drain) -> bool:
    return not run.stopped and not stopping.is_set() and claiming.renew(run.lease)


def _prepare(lease: Lease) -> _Drain | None:
    connection = db.session.get(Connection, lease.connection_id)
    run = None
    if connection is not None and _may_send(connection):
        destination = destination_of(connection.kind)
        secret = open_sealed(connection.secret)
        if secret is None:
            hold(
                connection,
                "The saved key cannot be read with today's HUBAPP_ENCRYPTION_KEYS. "
                "Paste the key again.",
            )
        elif destination is not None:
            run = _Drain(lease, destination, dict(connection.settings), secret)
    db.session.commit()
    return run


def _may_send(connection: Connection) -> bool:
    throttled = connection.throttled_until
    return connection.state == "on" and (throttled is None or throttled <= now())


def _deliver(run: _Drain, rows: list[Row]) -> int:
    """Send claimed rows in as few requests as they need. What is not sent goes back."""
    sent = 0
    settings = current_app.extensions["settings"]
    while rows:
        records = [row.record for row in rows]
        request = run.destination.build(run.settings, run.secret, records, run.at_most)
        reply = http.send(request, settings.send_timeout_seconds, settings.extra_endpoints)
        sent += 1
        verdicts = run.destination.judge(run.settings, reply, request)
        verdicts = _split(run, request, verdicts)
        batch, rows = rows[: request.taken], rows[request.taken :]
        _write(run, batch, verdicts)
        # The next request may take as long as this one did.
        if rows and not (_may_go_on(run) and claiming.extend(run.lease, rows)):
            claiming.give_back(run.lease, rows)
            break
    return sent


def _split(run: _Drain, request: OutgoingRequest, verdicts: list[Verdict]) -> list[Verdict]:
    """Halve the next request when this one was too large; one record alone is refused."""
    if all(verdict.outcome is not Outcome.SPLIT for verdict in verdicts):
        return verdicts
    if request.taken > 1:
        run.at_most = max(1, sum(len(spots) for spots in request.placements) // 2)
        return verdicts
    words = (
        f"{verdicts[0].words} This one submission alone is too large; map fewer or shorter values."
    )
    return [Verdict(Outcome.REJECTED, words, request_id=verdicts[0].request_id)]


def _write(run: _Drain, rows: Sequence[Row], verdicts: Sequence[Verdict]) -> None:
    """One transaction: each verdict, where the claim is still ours."""
    moment = now()
    delivered: dict[str, list[int]] = {}
    for row, verdict in zip(rows, verdicts, strict=True):
        if verdict.outcome is Outcome.DELIVERED:
            delivered.setdefault(verdict.request_id, []).append(row.id)
        else:
            claiming.write(run.lease, [row.id], _values(row, verdict, moment))
    for request_id, ids in delivered.items():
        done = {"state": State.DELIVERED, "done_at": moment, "words": "", "request_id": request_id}
        claiming.write(run.lease, ids, done)
    _heed(run, verdicts, moment)
    db.session.commit()


def _values(row: Row, verdict: Verdict, moment: datetime) -> dict[str, object]:
    """What stands in the row after a verdict that is not a delivery."""
    tried_enough = row.attempts >= FEWEST_TRIES
    age = moment - row.created_at if tried_enough else timedelta(0)
    following = after(verdict, row.attempts, age, _chance)
    values: dict[str, object] = {
        "state": following.state,
        "words": verdict.words,
        "request_id": verdict.request_id,
        "attempts": row.attempts if following.counts else row.attempts - 1,
        "due_at": moment + timedelta(seconds=following.delay),
    }
    if following.state is State.REJECTED:
        values["done_at"] = moment
        if verdict.outcome is Outcome.RETRY:
            values["words"] = f"We tried for 24 hours and gave up. The last answer: {verdict.words}"
    if verdict.outcome_unknown:
        values["outcome_unknown"] = True
    return values


def _heed(run: _Drain, verdicts: Sequence[Verdict], moment: datetime) -> None:
    """What a reply says about the connection as a whole."""
    telling = (Outcome.HOLD, Outcome.THROTTLED, Outcome.RETRY)
    verdict = next((each for each in verdicts if each.outcome in telling), None)
    if verdict is None:
        return
    run.stopped = True
    connection = db.session.get(Connection, run.lease.connection_id)
    if connection is not None and verdict.outcome is Outcome.HOLD:
        hold(connection, verdict.words)
    elif connection is not None and verdict.outcome is Outcome.THROTTLED:
        connection.throttled_until = moment + timedelta(seconds=verdict.wait or 1.0)


def _due(connection_id: int, lane: int) -> bool:
    found = db.session.scalar(
        _due_lanes().where(Delivery.connection_id == connection_id, Delivery.lane == lane).limit(1)
    )
    db.session.commit()
    return found is not None


def _due_lanes() -> Select[int, int]:
    moment = now()
    return (
        select(Delivery.connection_id, Delivery.lane)
        .join(Connection, Connection.id == Delivery.connection_id)
        .where(
            Delivery.state == State.WAITING,
            Delivery.due_at <= moment,
            Connection.state == "on",
            or_(Connection.throttled_until.is_(None), Connection.throttled_until <= moment),
        )
    )


def sweep() -> None:
    """Give back what died in flight, try held connections, wake every lane with due rows. Works
    after the queue was emptied; while it is away, delivers by itself."""
    if expired := claiming.give_back_expired():
        log.warning("claims expired", rows=expired)
    probe_due()
    lanes = db.session.execute(_due_lanes().distinct()).all()
    db.session.commit()
    for connection_id, lane in lanes:
        if not queue.wake_drain(connection_id, lane):
            drain(connection_id, lane)
