"""What belongs to a paused connection stands aside, where no claim looks, and comes back in line
when it is resumed; in chunks, so that nobody waits however much there is."""

from __future__ import annotations

import time
from typing import Any

from sqlalchemy import ColumnElement, case, func, or_, select, true, update

from hubapp.doors.database import end_reading, transaction
from hubapp.extensions import db
from hubapp.models import Account, Connection, Delivery, OutboxRow
from hubapp.models.outbox import ASIDE, PRIORITIES
from hubapp.services.delivery.outbox import wake_after_commit

CHUNK = 1000
"""Rows in one transaction."""
SECONDS = 1.0
"""For all chunks of one round."""


def move(connection: Connection, most: int = CHUNK) -> int:
    """Put what waits of a connection where its state wants it, at most so many rows; returns how
    many were moved. In the caller's transaction, which has the connection's row."""
    aside, moved = connection.stands_aside, 0
    for lane in range(connection.account.lanes):
        for priority in PRIORITIES:
            if (priority >= ASIDE) != aside and moved < most:
                moved += _move(connection, lane, priority, most - moved)
    return moved


def _move(connection: Connection, lane: int, priority: int, most: int) -> int:
    """Oldest first, so that one person's keep their order."""
    place = (
        OutboxRow.account_id == connection.account_id,
        OutboxRow.lane == lane,
        OutboxRow.priority == priority,
    )
    found = (
        select(OutboxRow.delivery_id)
        .join(Delivery, Delivery.id == OutboxRow.delivery_id)
        .where(*place, Delivery.connection_id == connection.id)
        .order_by(OutboxRow.delivery_id)
        .limit(most)
        # Whoever is about to end one of these has it locked: the next round looks again.
        .with_for_update(skip_locked=True, of=OutboxRow)
    )
    ids = db.session.scalars(found).all()
    if ids:
        db.session.execute(
            update(OutboxRow)
            .where(*place, OutboxRow.delivery_id.in_(ids))
            .values(priority=priority + (-ASIDE if priority >= ASIDE else ASIDE))
            .execution_options(synchronize_session=False)
        )
    return len(ids)


def move_all() -> None:
    """Go on with what pausing and resuming have begun: a transaction for each chunk, none where all
    stand where they should, and a second's worth in a round."""
    until = time.monotonic() + SECONDS
    for connection_id in _to_move():
        moved = CHUNK
        while moved == CHUNK and time.monotonic() < until:
            moved = _move_chunk(connection_id)


def _to_move() -> list[int]:
    """Connections of whose account something stands where it should not: a few looks into the index
    for each, however much waits."""
    lanes = int(db.session.scalar(select(func.max(Account.lanes))) or 0)

    def stands(where: ColumnElement[bool]) -> Any:
        mine = (
            OutboxRow.account_id == Connection.account_id,
            OutboxRow.lane.in_(range(lanes)),
            where,
        )
        # A scalar, for PostgreSQL may turn an EXISTS into a join that reads the whole backlog.
        return func.coalesce(select(true()).where(*mine).limit(1).scalar_subquery(), False)

    wrong = case(
        (Connection.state == "on", stands(OutboxRow.priority >= ASIDE)),
        (Connection.state == "paused", stands(OutboxRow.priority < ASIDE)),
        else_=False,
    )
    # What moves to another account is put where it belongs by that move.
    found = list(
        db.session.scalars(select(Connection.id).where(Connection.moves_from.is_(None), wrong))
    )
    end_reading()
    return found


def _move_chunk(connection_id: int) -> int:
    with transaction() as session:
        # Nobody pauses or resumes it meanwhile.
        lock = select(Connection).where(
            Connection.id == connection_id,
            or_(Connection.state == "on", Connection.state == "paused"),
        )
        connection = session.scalars(lock.with_for_update(key_share=True)).one_or_none()
        if connection is None:
            return 0
        moved = move(connection)
        if moved and connection.standing == "on":
            account = connection.account
            wake_after_commit((account.id, lane) for lane in range(account.lanes))
        return moved
