"""Deliver what waits: lease a lane, claim rows, send, write the verdicts; and sweep up after
whoever died. No transaction is open while we wait for a destination."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

import structlog
from flask import current_app
from sqlalchemy import CursorResult, Select, Update, and_, exists, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import aliased

from hubapp import http, queue
from hubapp.core.destination import Destination, Outcome, OutgoingRequest, Verdict
from hubapp.core.identifiers import new_id
from hubapp.core.mapping import Record
from hubapp.core.retrying import State, after
from hubapp.destinations import destination_of
from hubapp.extensions import db
from hubapp.models import Connection, ConnectionLane, Delivery
from hubapp.models.columns import now
from hubapp.services.holding import hold, probe_due
from hubapp.services.sealing import open_sealed

log = structlog.get_logger()
QUANTUM = 20
"""Requests that one drain may send before others get their turn."""
CLAIM = 75
"""Rows claimed at once: the most that fit into one request."""
_chance = random.SystemRandom()


@dataclass(frozen=True)
class _Row:
    """A claimed delivery, read out so that no transaction is needed while sending."""

    id: int
    record: Record
    attempts: int
    created_at: datetime


@dataclass
class _Drain:
    """One drain: whose lane, by which token, towards what."""

    connection_id: int
    lane: int
    token: str
    destination: Destination
    settings: dict[str, object]
    secret: str
    at_most: int = 0
    stopped: bool = False


def drain(connection_id: int, lane: int) -> int:
    """Deliver what is due in a lane, until it is empty, the quantum is used or the destination
    asks us to stop. Returns the number of requests sent; 0 also when another holds the lane."""
    token = new_id(16)
    if not _take_lease(connection_id, lane, token):
        return 0
    sent = 0
    try:
        run = _prepare(connection_id, lane, token)
        while run and not run.stopped and sent < QUANTUM and _renew_lease(run):
            rows = _claim(run)
            if not rows:
                break
            sent += _deliver(run, rows)
    finally:
        _release_lease(connection_id, lane, token)
    if _due(connection_id, lane):
        queue.wake_drain(connection_id, lane)
    return sent


def _prepare(connection_id: int, lane: int, token: str) -> _Drain | None:
    connection = db.session.get(Connection, connection_id)
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
            settings = dict(connection.settings)
            run = _Drain(connection_id, lane, token, destination, settings, secret)
    db.session.commit()
    return run


def _may_send(connection: Connection) -> bool:
    throttled = connection.throttled_until
    return connection.state == "on" and (throttled is None or throttled <= now())


def _count(change: Update) -> int:
    return cast("CursorResult[Any]", db.session.execute(change)).rowcount


def _lease_until() -> datetime:
    return now() + timedelta(seconds=current_app.extensions["settings"].lease_seconds)


def _take_lease(connection_id: int, lane: int, token: str) -> bool:
    free = or_(ConnectionLane.leased_until.is_(None), ConnectionLane.leased_until < now())
    mine = and_(ConnectionLane.connection_id == connection_id, ConnectionLane.lane == lane)
    lease = {"token": token, "leased_until": _lease_until()}
    taken = _count(update(ConnectionLane).where(mine, free).values(**lease))
    if not taken and db.session.get(ConnectionLane, (connection_id, lane)) is None:
        try:
            db.session.add(ConnectionLane(connection_id=connection_id, lane=lane, **lease))
            db.session.flush()
            taken = 1
        except IntegrityError:
            # Another made the lane first, or the connection is gone.
            db.session.rollback()
    db.session.commit()
    return bool(taken)


def _renew_lease(run: _Drain) -> bool:
    renewed = _count(
        update(ConnectionLane)
        .where(
            ConnectionLane.connection_id == run.connection_id,
            ConnectionLane.lane == run.lane,
            ConnectionLane.token == run.token,
        )
        .values(leased_until=_lease_until())
    )
    db.session.commit()
    return bool(renewed)


def _release_lease(connection_id: int, lane: int, token: str) -> None:
    db.session.rollback()
    db.session.execute(
        update(ConnectionLane)
        .where(
            ConnectionLane.connection_id == connection_id,
            ConnectionLane.lane == lane,
            ConnectionLane.token == token,
        )
        .values(leased_until=None, token="")
    )
    db.session.commit()


def _claim(run: _Drain) -> list[_Row]:
    moment = now()
    earlier = aliased(Delivery)
    # Order holds per person: whoever has an older row in flight or backing off waits.
    overtaking = exists().where(
        earlier.connection_id == Delivery.connection_id,
        earlier.person == Delivery.person,
        earlier.id < Delivery.id,
        or_(
            earlier.state == State.SENDING,
            and_(earlier.state == State.WAITING, earlier.due_at > moment),
        ),
    )
    due = (
        select(Delivery.id)
        .where(
            Delivery.connection_id == run.connection_id,
            Delivery.lane == run.lane,
            Delivery.state == State.WAITING,
            Delivery.due_at <= moment,
            ~overtaking,
        )
        .order_by(Delivery.id)
        .limit(CLAIM)
        .with_for_update(skip_locked=True)
        .cte("due")
        # Without it PostgreSQL may run the subquery again for each row and claim too many.
        .prefix_with("MATERIALIZED", dialect="postgresql")
    )
    claimed = db.session.execute(
        update(Delivery)
        .where(Delivery.id.in_(select(due.c.id)))
        .values(
            state=State.SENDING,
            claim=run.token,
            claimed_until=_lease_until(),
            attempts=Delivery.attempts + 1,
        )
        .returning(Delivery.id, Delivery.record, Delivery.attempts, Delivery.created_at)
        .execution_options(synchronize_session=False)
    ).all()
    db.session.commit()
    rows = [_Row(id_, Record.from_json(rec), tries, made) for id_, rec, tries, made in claimed]
    return sorted(rows, key=lambda row: row.id)


def _deliver(run: _Drain, rows: list[_Row]) -> int:
    """Send claimed rows in as few requests as they need. What is not sent goes back."""
    sent = 0
    settings = current_app.extensions["settings"]
    while rows and not run.stopped:
        request = run.destination.build(
            run.settings, run.secret, [row.record for row in rows], run.at_most
        )
        reply = http.send(request, settings.send_timeout_seconds, settings.extra_endpoints)
        sent += 1
        verdicts = run.destination.judge(run.settings, reply, request)
        verdicts = _split(run, request, verdicts)
        batch, rows = rows[: request.taken], rows[request.taken :]
        _write(run, batch, verdicts)
    _give_back(run, rows)
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


def _write(run: _Drain, rows: Sequence[_Row], verdicts: Sequence[Verdict]) -> None:
    """One transaction: each verdict, where the claim is still ours."""
    moment = now()
    delivered: dict[str, list[int]] = {}
    for row, verdict in zip(rows, verdicts, strict=True):
        if verdict.outcome is Outcome.DELIVERED:
            delivered.setdefault(verdict.request_id, []).append(row.id)
        else:
            _write_one(run, row, verdict, moment)
    for request_id, ids in delivered.items():
        done = {"state": State.DELIVERED, "done_at": moment, "words": "", "request_id": request_id}
        _set(run, ids, done)
    _heed(run, verdicts, moment)
    db.session.commit()


def _write_one(run: _Drain, row: _Row, verdict: Verdict, moment: datetime) -> None:
    following = after(verdict, row.attempts, moment - row.created_at, _chance)
    values: dict[str, object] = {
        "state": following.state,
        "words": verdict.words,
        "request_id": verdict.request_id,
        "attempts": row.attempts if following.counts else row.attempts - 1,
        "due_at": moment + timedelta(seconds=following.delay),
    }
    if following.state is State.REJECTED:
        values["done_at"] = moment
    if verdict.outcome_unknown:
        values["outcome_unknown"] = True
    _set(run, [row.id], values)


def _set(run: _Drain, ids: Sequence[int], values: dict[str, object]) -> None:
    db.session.execute(
        update(Delivery)
        .where(Delivery.id.in_(ids), Delivery.claim == run.token)
        .values(claim=None, claimed_until=None, **values)
        .execution_options(synchronize_session=False)
    )


def _heed(run: _Drain, verdicts: Sequence[Verdict], moment: datetime) -> None:
    """What a reply says about the connection as a whole."""
    for verdict in verdicts:
        if verdict.outcome is Outcome.HOLD:
            hold(db.session.get_one(Connection, run.connection_id), verdict.words)
        elif verdict.outcome is Outcome.THROTTLED:
            wait = timedelta(seconds=verdict.wait or 1.0)
            db.session.get_one(Connection, run.connection_id).throttled_until = moment + wait
        elif verdict.outcome is not Outcome.RETRY:
            continue
        run.stopped = True
        return


def _give_back(run: _Drain, rows: Sequence[_Row]) -> None:
    if rows:
        ids = [row.id for row in rows]
        _set(run, ids, {"state": State.WAITING, "attempts": Delivery.attempts - 1})
        db.session.commit()


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
    _give_back_expired()
    probe_due()
    lanes = db.session.execute(_due_lanes().distinct()).all()
    db.session.commit()
    for connection_id, lane in lanes:
        if not queue.wake_drain(connection_id, lane):
            drain(connection_id, lane)


def _give_back_expired() -> None:
    expired = _count(
        update(Delivery)
        .where(Delivery.state == State.SENDING, Delivery.claimed_until < now())
        .values(
            state=State.WAITING,
            claim=None,
            claimed_until=None,
            # Its worker died after the claim: it may have been sent.
            outcome_unknown=True,
        )
        .execution_options(synchronize_session=False)
    )
    db.session.commit()
    if expired:
        log.warning("claims expired", rows=expired)
