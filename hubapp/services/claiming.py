"""Whose turn it is: the lease of a lane, and the claim on rows. Both end by themselves when their
holder dies, and every later write asks whether they still hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any, cast

from flask import current_app
from sqlalchemy import (
    CursorResult,
    Update,
    and_,
    bindparam,
    exists,
    false,
    func,
    not_,
    or_,
    select,
    text,
    true,
    update,
)
from sqlalchemy.exc import IntegrityError

from hubapp.core.mapping import Record
from hubapp.core.retrying import State
from hubapp.extensions import db
from hubapp.models import Connection, ConnectionLane, Delivery
from hubapp.models.columns import now
from hubapp.models.delivery import is_busy, is_open

MOST = 75
"""Rows in hand at once: the most that fit into one request."""
_SLACK = 8.0
"""Seconds to connect and to write, beside the wait for an answer."""


_row = Delivery.__table__
_IN_ORDER = text("set local enable_bitmapscan = off; set local enable_sort = off")


@dataclass(frozen=True)
class Lease:
    """The right to drain a lane, as long as ``token`` stands there."""

    connection_id: int
    lane: int
    token: str


@dataclass(frozen=True)
class Row:
    """A claimed delivery, read out so that no transaction is needed while sending. place: where it
    belongs in the person's story; whole: leave nothing out as unchanged; unknown: an earlier try
    may have arrived."""

    id: int
    record: Record
    attempts: int
    created_at: datetime
    place: int
    whole: bool
    unknown: bool


def _count(change: Update) -> int:
    return cast("CursorResult[Any]", db.session.execute(change)).rowcount


def lease_time() -> timedelta:
    """How long a lease or a claim holds; never shorter than one request may take, or rows would be
    given back while they travel."""
    settings = current_app.extensions["settings"]
    return timedelta(seconds=max(settings.lease_seconds, settings.send_timeout_seconds + _SLACK))


def _until() -> datetime:
    return now() + lease_time()


def take(lease: Lease) -> dict[str, Any] | None:
    """Take the lane and return its tally. None: another holds it, or the connection is gone."""
    moment = now()
    free = or_(
        ConnectionLane.leased_until.is_(None),
        ConnectionLane.leased_until < moment,
        # No lease reaches so far: the clock was set back meanwhile.
        ConnectionLane.leased_until > moment + 2 * lease_time(),
    )
    at = (lease.connection_id, lease.lane)
    mine = and_(ConnectionLane.connection_id == at[0], ConnectionLane.lane == at[1])
    values = {"token": lease.token, "leased_until": _until()}
    change = update(ConnectionLane).where(mine, free).values(**values)
    tally = db.session.scalar(
        change.returning(ConnectionLane.tally).execution_options(synchronize_session=False)
    )
    if tally is None and db.session.get(ConnectionLane, at) is None:
        try:
            db.session.add(ConnectionLane(connection_id=at[0], lane=at[1], **values))
            db.session.flush()
            tally = {}
        except IntegrityError:
            # Another made the lane first, or the connection is gone.
            db.session.rollback()
    db.session.commit()
    return tally


@cache
def _hold_on() -> Any:
    connection = Connection.__table__.c
    lane = ConnectionLane.__table__
    may_send = exists().where(
        connection.id == bindparam("of_connection"),
        connection.state == "on",
        or_(
            connection.throttled_until.is_(None),
            connection.throttled_until <= bindparam("moment"),
        ),
    )
    return (
        update(lane)
        .where(
            lane.c.connection_id == bindparam("of_connection"),
            lane.c.lane == bindparam("of_lane"),
            lane.c.token == bindparam("held"),
        )
        .values(leased_until=bindparam("until"), tally=bindparam("new_tally"))
        .returning(may_send)
    )


def hold_on(lease: Lease, tally: dict[str, Any]) -> bool:
    """Hold the lane longer and write down its tally, in the caller's transaction. False: it was
    taken away, or the connection was paused, held or slowed down."""
    of_lane = {"of_connection": lease.connection_id, "of_lane": lease.lane, "held": lease.token}
    values = {"moment": now(), "until": _until(), "new_tally": tally}
    return bool(db.session.scalar(_hold_on(), of_lane | values))


def release(lease: Lease) -> None:
    """Leave the lane to others; whatever was not committed is forgotten."""
    db.session.rollback()
    db.session.execute(
        update(ConnectionLane)
        .where(
            ConnectionLane.connection_id == lease.connection_id,
            ConnectionLane.lane == lease.lane,
            ConnectionLane.token == lease.token,
        )
        .values(leased_until=None, token="")
        .execution_options(synchronize_session=False)
    )
    db.session.commit()


@cache
def _claim() -> Any:
    """Made once: to build it takes longer than to run it."""
    row, earlier = _row, _row.alias("earlier")
    # Order holds per person: whoever has an older row in flight or backing off waits. A scalar
    # subquery, for PostgreSQL turns a NOT EXISTS into a join that reads the whole backlog.
    held_up = select(true()).where(
        earlier.c.connection_id == row.c.connection_id,
        earlier.c.person == row.c.person,
        earlier.c.id < row.c.id,
        earlier.c.priority <= row.c.priority,
        is_busy(earlier.c),
        or_(
            earlier.c.state == State.SENDING,
            and_(earlier.c.state == State.WAITING, earlier.c.due_at > bindparam("moment")),
        ),
    )
    may_go = not_(func.coalesce(held_up.limit(1).scalar_subquery(), false()))
    due = (
        select(row.c.id)
        .where(
            row.c.connection_id == bindparam("of_connection"),
            row.c.lane == bindparam("of_lane"),
            is_open(row.c),
            row.c.state == State.WAITING,
            row.c.due_at <= bindparam("moment"),
            may_go,
        )
        .order_by(row.c.priority, row.c.id)
        .limit(bindparam("most"))
        .with_for_update(skip_locked=True)
        .cte("due")
        # Without it PostgreSQL may run the subquery again for each row and claim too many.
        .prefix_with("MATERIALIZED", dialect="postgresql")
    )
    return (
        update(row)
        .where(row.c.id.in_(select(due.c.id)))
        .values(
            state=State.SENDING,
            claim=bindparam("token"),
            claimed_until=bindparam("until"),
            attempts=row.c.attempts + 1,
        )
        .returning(
            row.c.id,
            row.c.record,
            row.c.attempts,
            row.c.created_at,
            row.c.place,
            row.c.whole,
            row.c.outcome_unknown,
        )
    )


def claim(lease: Lease, most: int = MOST) -> list[Row]:
    """Claim what is due in the lane, live before the rest and oldest first, in the caller's
    transaction."""
    of_lane = {"of_connection": lease.connection_id, "of_lane": lease.lane, "token": lease.token}
    times = {"moment": now(), "until": _until(), "most": most}
    if db.engine.dialect.name == "postgresql":
        # The index has the order already. Without this a plan made for few rows reads and sorts
        # the whole backlog of the lane for each claim.
        db.session.execute(_IN_ORDER)
    claimed = db.session.execute(_claim(), of_lane | times).all()
    return [
        Row(id_, Record.from_json(record), tries, made, place or id_, whole or tries > 1, unknown)
        for id_, record, tries, made, place, whole, unknown in claimed
    ]


@cache
def _write(names: tuple[str, ...]) -> Any:
    own = (_row.c.id.in_(bindparam("ids", expanding=True)), _row.c.claim == bindparam("token"))
    values: dict[str, Any] = {name: bindparam(f"new_{name}") for name in names}
    return update(_row).where(*own).values(claim=None, claimed_until=None, **values)


def write(lease: Lease, ids: Sequence[int], values: dict[str, Any]) -> int:
    """End the claim on rows with these values, where it is still ours; how many were. The caller
    commits."""
    if not ids:
        return 0
    given = {f"new_{name}": value for name, value in values.items()}
    change = db.session.execute(
        _write(tuple(values)), {"ids": list(ids), "token": lease.token, **given}
    )
    return cast("CursorResult[Any]", change).rowcount


def extend(lease: Lease, rows: Sequence[Row]) -> bool:
    """Claim rows longer, in the caller's transaction. False: some were given to another."""
    ids = [row.id for row in rows]
    still = _count(
        update(Delivery)
        .where(Delivery.id.in_(ids), Delivery.claim == lease.token)
        .values(claimed_until=_until())
        .execution_options(synchronize_session=False)
    )
    return still == len(ids)


def give_back(lease: Lease, rows: Sequence[Row]) -> None:
    """Claimed rows that were not sent wait again, as if never claimed. The caller commits."""
    for attempts in {row.attempts for row in rows}:
        ids = [row.id for row in rows if row.attempts == attempts]
        write(lease, ids, {"state": State.WAITING, "attempts": attempts - 1})


def give_back_expired() -> int:
    """Return what died in flight; how many rows."""
    moment = now()
    expired = _count(
        update(Delivery)
        .where(
            is_open(Delivery),
            Delivery.state == State.SENDING,
            or_(
                Delivery.claimed_until < moment,
                # No claim reaches so far: the clock was set back meanwhile.
                Delivery.claimed_until > moment + 2 * lease_time(),
            ),
        )
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
