"""Whose turn it is: the lease of a lane, and the claim on rows. Both end by themselves when their
holder dies, and every later write asks whether they still hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

from flask import current_app
from sqlalchemy import CursorResult, Update, and_, exists, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import aliased

from hubapp.core.mapping import Record
from hubapp.core.retrying import State
from hubapp.extensions import db
from hubapp.models import Connection, ConnectionLane, Delivery
from hubapp.models.columns import now

MOST = 75
"""Rows claimed at once: the most that fit into one request."""
_SLACK = 8.0
"""Seconds to connect and to write, beside the wait for an answer."""


@dataclass(frozen=True)
class Lease:
    """The right to drain a lane, as long as ``token`` stands there."""

    connection_id: int
    lane: int
    token: str


@dataclass(frozen=True)
class Row:
    """A claimed delivery, read out so that no transaction is needed while sending."""

    id: int
    record: Record
    attempts: int
    created_at: datetime


def _count(change: Update) -> int:
    return cast("CursorResult[Any]", db.session.execute(change)).rowcount


def _until() -> datetime:
    settings = current_app.extensions["settings"]
    # Never shorter than one request may take, or rows would be given back while they travel.
    seconds = max(settings.lease_seconds, settings.send_timeout_seconds + _SLACK)
    return now() + timedelta(seconds=seconds)


def take(lease: Lease) -> bool:
    """Take the lane. False: another holds it, or the connection is gone."""
    free = or_(ConnectionLane.leased_until.is_(None), ConnectionLane.leased_until < now())
    at = (lease.connection_id, lease.lane)
    mine = and_(ConnectionLane.connection_id == at[0], ConnectionLane.lane == at[1])
    values = {"token": lease.token, "leased_until": _until()}
    taken = _count(update(ConnectionLane).where(mine, free).values(**values))
    if not taken and db.session.get(ConnectionLane, at) is None:
        try:
            db.session.add(ConnectionLane(connection_id=at[0], lane=at[1], **values))
            db.session.flush()
            taken = 1
        except IntegrityError:
            # Another made the lane first, or the connection is gone.
            db.session.rollback()
    db.session.commit()
    return bool(taken)


def _held(lease: Lease) -> Update:
    return update(ConnectionLane).where(
        ConnectionLane.connection_id == lease.connection_id,
        ConnectionLane.lane == lease.lane,
        ConnectionLane.token == lease.token,
    )


def renew(lease: Lease) -> bool:
    """Hold the lane longer. False: it was taken away, or the connection was paused or held."""
    on = exists().where(Connection.id == lease.connection_id, Connection.state == "on")
    renewed = _count(_held(lease).where(on).values(leased_until=_until()))
    db.session.commit()
    return bool(renewed)


def release(lease: Lease) -> None:
    """Leave the lane to others; whatever was not committed is forgotten."""
    db.session.rollback()
    db.session.execute(_held(lease).values(leased_until=None, token=""))
    db.session.commit()


def claim(lease: Lease) -> list[Row]:
    """Claim what is due in the lane, oldest first, and commit."""
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
            Delivery.connection_id == lease.connection_id,
            Delivery.lane == lease.lane,
            Delivery.state == State.WAITING,
            Delivery.due_at <= moment,
            ~overtaking,
        )
        .order_by(Delivery.id)
        .limit(MOST)
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
            claim=lease.token,
            claimed_until=_until(),
            attempts=Delivery.attempts + 1,
        )
        .returning(Delivery.id, Delivery.record, Delivery.attempts, Delivery.created_at)
        .execution_options(synchronize_session=False)
    ).all()
    db.session.commit()
    rows = [Row(id_, Record.from_json(rec), tries, made) for id_, rec, tries, made in claimed]
    return sorted(rows, key=lambda row: row.id)


def write(lease: Lease, ids: Sequence[int], values: dict[str, Any]) -> None:
    """End the claim on rows with these values, where it is still ours. The caller commits."""
    db.session.execute(
        update(Delivery)
        .where(Delivery.id.in_(ids), Delivery.claim == lease.token)
        .values(claim=None, claimed_until=None, **values)
        .execution_options(synchronize_session=False)
    )


def extend(lease: Lease, rows: Sequence[Row]) -> bool:
    """Claim rows longer. False: some were given to another meanwhile."""
    ids = [row.id for row in rows]
    still = _count(
        update(Delivery)
        .where(Delivery.id.in_(ids), Delivery.claim == lease.token)
        .values(claimed_until=_until())
        .execution_options(synchronize_session=False)
    )
    db.session.commit()
    return still == len(ids)


def give_back(lease: Lease, rows: Sequence[Row]) -> None:
    """Claimed rows that were not sent wait again, as if never claimed."""
    if rows:
        ids = [row.id for row in rows]
        write(lease, ids, {"state": State.WAITING, "attempts": Delivery.attempts - 1})
        db.session.commit()


def give_back_expired() -> int:
    """Return what died in flight; how many rows."""
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
    return expired
