"""Whose turn it is: the lease of a lane, and what its holder has in hand. The claim stands in the
lane's row, so it is one write for any number of deliveries. A lease ends by itself when its holder
dies, and every later write asks first whether it still holds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import Any, NamedTuple

from flask import current_app
from sqlalchemy import (
    bindparam,
    exists,
    false,
    func,
    literal_column,
    not_,
    or_,
    select,
    text,
    true,
    update,
)
from sqlalchemy.exc import IntegrityError

from hubapp.core.confirming import Known
from hubapp.core.mapping import Record
from hubapp.extensions import db
from hubapp.models import Confirmed, Connection, ConnectionLane, Delivery, OutboxRow
from hubapp.models.columns import among, now
from hubapp.services import confirming

MOST = 75
"""Rows in hand at once: the most that fit into one request."""
HISTORY = 30
"""Tries of a delivery that are kept."""
WORKER_DIED = "A worker stopped while this was on its way. It may have arrived."
_SLACK = 8.0
"""Seconds to connect and to write, beside the wait for an answer."""
_IN_ORDER = text(
    "set local enable_seqscan = off; set local enable_bitmapscan = off; set local enable_sort = off"
)


class Lease(NamedTuple):
    """The right to drain a lane, as long as ``token`` stands there."""

    connection_id: int
    lane: int
    token: str


class Row(NamedTuple):
    """A claimed delivery, read out so that no transaction is needed while sending. priority: where
    it stands in line; attempts: this try included; place: where it belongs in the person's story;
    whole: leave nothing out as unchanged; unknown: an earlier try may have arrived; confirmed: what
    the destination has of this person."""

    id: int
    priority: int
    record: Record
    attempts: int
    created_at: datetime
    place: int
    whole: bool
    unknown: bool
    confirmed: Known


def dialect() -> str:
    """``postgresql`` or ``sqlite``."""
    return db.engine.dialect.name


def lease_time() -> timedelta:
    """How long a lease holds; never shorter than one request may take, or deliveries would be
    taken over while they travel."""
    settings = current_app.extensions["settings"]
    return timedelta(seconds=max(settings.lease_seconds, settings.send_timeout_seconds + _SLACK))


def _until() -> datetime:
    return now() + lease_time()


def is_free(moment: datetime) -> Any:
    """Nobody holds the lane."""
    return or_(
        ConnectionLane.leased_until.is_(None),
        ConnectionLane.leased_until < moment,
        # No lease reaches so far: the clock was set back meanwhile.
        ConnectionLane.leased_until > moment + 2 * lease_time(),
    )


def take(lease: Lease) -> dict[str, Any] | None:
    """Take the lane and return its tally, in the caller's transaction. What a dead holder had in
    hand is marked. None: another holds it, or the connection is gone; the caller rolls back."""
    mine = (
        ConnectionLane.connection_id == lease.connection_id,
        ConnectionLane.lane == lease.lane,
    )
    found = db.session.execute(
        update(ConnectionLane)
        .where(*mine, is_free(now()))
        .values(token=lease.token, leased_until=_until())
        .returning(ConnectionLane.tally, ConnectionLane.claimed)
        .execution_options(synchronize_session=False)
    ).one_or_none()
    if found is None:
        return _first_lease(lease, mine)
    tally = dict(found.tally)
    if found.claimed:
        _mark_lost(lease.connection_id, found.claimed)
        tally["unknown"] = tally.get("unknown", 0) + len(found.claimed)
    return tally


def _first_lease(lease: Lease, mine: Any) -> dict[str, Any] | None:
    if db.session.scalar(select(true()).where(exists().where(*mine))):
        return None
    lane = ConnectionLane(
        connection_id=lease.connection_id,
        lane=lease.lane,
        token=lease.token,
        leased_until=_until(),
    )
    try:
        db.session.add(lane)
        db.session.flush()
    except IntegrityError:
        # Another made the lane first, or the connection is gone.
        return None
    return {}


def _mark_lost(connection_id: int, ids: Iterable[int]) -> None:
    lost = {
        "at": now().isoformat(timespec="milliseconds"),
        "verdict": "retry",
        "words": WORKER_DIED,
        "unknown": True,
    }
    rows = db.session.scalars(select(Delivery).where(Delivery.id.in_(list(ids)))).all()
    for row in rows:
        row.outcome_unknown, row.attempts = True, row.attempts + 1
        row.words, row.history = WORKER_DIED, [*row.history, lost][-HISTORY:]
    db.session.flush()
    confirming.doubt(
        connection_id, [(row.person, (row.record or {}).get("values", ())) for row in rows]
    )


@cache
def _check() -> Any:
    lane, connection = ConnectionLane.__table__, Connection.__table__.c
    may_send = exists().where(
        connection.id == lane.c.connection_id,
        connection.state == "on",
        or_(
            connection.throttled_until.is_(None),
            connection.throttled_until <= bindparam("moment"),
        ),
    )
    return (
        select(may_send)
        .where(
            lane.c.connection_id == bindparam("of_connection"),
            lane.c.lane == bindparam("of_lane"),
            lane.c.token == bindparam("held"),
        )
        .with_for_update(of=lane)
    )


def check(lease: Lease) -> bool | None:
    """Ask, before anything is written, whether the lane is still ours, and keep it so until the
    caller's transaction ends. None: another has it. Otherwise: may the connection go on sending?
    """
    if dialect() == "postgresql":
        # Everything that follows is found by an index in its order. A plan that was made for few
        # rows would read and sort the whole backlog for each claim.
        db.session.connection().execute(_IN_ORDER)
    found = db.session.connection().execute(_check(), _of(lease) | {"moment": now()}).scalar()
    return None if found is None else bool(found)


def _of(lease: Lease) -> dict[str, Any]:
    return {"of_connection": lease.connection_id, "of_lane": lease.lane, "held": lease.token}


@cache
def _due(most: int, dialect_name: str) -> Any:
    """Made once for each number: to build it takes longer than to run it. The number is no
    parameter, for PostgreSQL plans for a tenth of the table when it does not know it."""
    row, earlier = OutboxRow.__table__, OutboxRow.__table__.alias("earlier")
    # Order holds per person: whoever has an older row backing off waits. A scalar subquery, for
    # PostgreSQL turns a NOT EXISTS into a join that reads the whole backlog.
    held_up = select(true()).where(
        earlier.c.connection_id == row.c.connection_id,
        earlier.c.person == row.c.person,
        earlier.c.delivery_id < row.c.delivery_id,
        earlier.c.priority <= row.c.priority,
        earlier.c.due_at.is_not(None),
        earlier.c.due_at > bindparam("moment"),
    )
    return (
        select(row.c.priority, row.c.delivery_id, row.c.person)
        .where(
            row.c.connection_id == bindparam("of_connection"),
            row.c.lane == bindparam("of_lane"),
            not_(among(row.c.delivery_id, "in_hand", dialect_name)),
            or_(row.c.due_at.is_(None), row.c.due_at <= bindparam("moment")),
            not_(func.coalesce(held_up.limit(1).scalar_subquery(), false())),
        )
        .order_by(row.c.priority, row.c.delivery_id)
        .limit(literal_column(str(most)))
        .with_for_update(skip_locked=True)
        .cte("due")
        # Without it PostgreSQL may run the subquery again for each row and claim too many.
        .prefix_with("MATERIALIZED", dialect="postgresql")
    )


@cache
def _claim(most: int, dialect_name: str) -> Any:
    due, row, known = _due(most, dialect_name), Delivery.__table__.c, Confirmed.__table__.c
    # Looked up for each row: as a join, PostgreSQL reads everybody who was ever confirmed.
    confirmed = (
        select(known["values"])
        .where(known.connection_id == bindparam("of_connection"), known.person == due.c.person)
        .scalar_subquery()
    )
    return (
        select(
            row.id,
            due.c.priority,
            row.record,
            row.attempts,
            row.created_at,
            row.place,
            row.whole,
            row.outcome_unknown,
            confirmed,
        )
        .select_from(due)
        .join(Delivery.__table__, row.id == due.c.delivery_id)
    )


def claim(
    lease: Lease, tally: dict[str, Any], left: Sequence[Row] = (), most: int = MOST
) -> list[Row]:
    """What is left in hand and what is due in the lane beside it, live before the rest and oldest
    first, up to ``most``; noted in the lane with its tally. In the caller's transaction, after
    ``take`` or ``check``."""
    rows = list(left)
    if len(rows) < most:
        in_hand = {"in_hand": [row.id for row in rows], "moment": now()}
        statement = _claim(most - len(rows), dialect())
        found = db.session.connection().execute(statement, _of(lease) | in_hand)
        rows += [
            Row(
                id_,
                priority,
                Record.from_json(record),
                tries + 1,
                made,
                place or id_,
                whole or tries > 0,
                unknown,
                known or {},
            )
            for id_, priority, record, tries, made, place, whole, unknown, known in found
        ]
    _note(lease, tally, [row.id for row in rows])
    return sorted(rows, key=lambda row: (row.place, row.id))


@cache
def _noting() -> Any:
    lane = ConnectionLane.__table__
    return (
        update(lane)
        .where(
            lane.c.connection_id == bindparam("of_connection"),
            lane.c.lane == bindparam("of_lane"),
            lane.c.token == bindparam("held"),
        )
        .values(
            leased_until=bindparam("until"),
            token=bindparam("new_token"),
            claimed=bindparam("new_claimed"),
            tally=bindparam("new_tally"),
        )
    )


def _note(lease: Lease, tally: dict[str, Any], ids: Sequence[int]) -> None:
    # Nothing in hand: the lane is free at once.
    values = {
        "until": _until() if ids else None,
        "new_token": lease.token if ids else "",
        "new_claimed": ids,
        "new_tally": tally,
    }
    db.session.connection().execute(_noting(), _of(lease) | values)


def leave(lease: Lease, tally: dict[str, Any]) -> None:
    """Free the lane; what was in hand waits again, as if never claimed. In the caller's
    transaction."""
    _note(lease, tally, ())


@cache
def _writing(names: tuple[str, ...], dialect_name: str) -> Any:
    row = Delivery.__table__
    values: dict[str, Any] = {name: bindparam(f"new_{name}") for name in names}
    return (
        update(row)
        .where(among(row.c.id, "ids", dialect_name))
        .values(attempts=row.c.attempts + 1, **values)
    )


@cache
def _ending(dialect_name: str) -> Any:
    row = OutboxRow.__table__
    return row.delete().where(
        row.c.connection_id == bindparam("of_connection"),
        row.c.lane == bindparam("of_lane"),
        row.c.priority == bindparam("of_priority"),
        among(row.c.delivery_id, "ids", dialect_name),
    )


def end(rows: Sequence[Row], values: dict[str, Any]) -> None:
    """Write these values into deliveries, which ``take_off`` takes off the outbox. In the caller's
    transaction, after ``check``."""
    if not rows:
        return
    given = {f"new_{name}": value for name, value in values.items()}
    ids = [row.id for row in rows]
    db.session.connection().execute(_writing(tuple(values), dialect()), {"ids": ids, **given})


def take_off(lease: Lease, rows: Sequence[Row]) -> None:
    """Take ended deliveries off the outbox. In the caller's transaction, after ``check``."""
    for priority in {row.priority for row in rows}:
        ids = [row.id for row in rows if row.priority == priority]
        given = _of(lease) | {"of_priority": priority, "ids": ids}
        db.session.connection().execute(_ending(dialect()), given)


def put_off(lease: Lease, row: Row, until: datetime) -> None:
    """Let a row, and the person's later ones, wait until then. In the caller's transaction."""
    db.session.execute(
        update(OutboxRow)
        .where(
            OutboxRow.connection_id == lease.connection_id,
            OutboxRow.lane == lease.lane,
            OutboxRow.priority == row.priority,
            OutboxRow.delivery_id == row.id,
        )
        .values(due_at=until)
        .execution_options(synchronize_session=False)
    )
