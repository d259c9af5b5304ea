"""The list of deliveries, in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from hubapp.core.retrying import State
from hubapp.extensions import db
from hubapp.models import Connection, Delivery

PAGE = 50
_MARKS = {
    State.DELIVERED: ("Delivered", "check", "delivered"),
    State.REJECTED: ("Rejected", "x", "rejected"),
    State.SENDING: ("Sending", "send", "waiting"),
}


@dataclass(frozen=True)
class Line:
    """One row of the list."""

    id: int
    state: str
    mark: str
    look: str
    at: datetime
    person: str
    card_id: str
    attempts: int
    words: str


def deliveries(
    connection: Connection, state: str = "", before: int = 0, masked: bool = False
) -> tuple[list[Line], int]:
    """A page of lines, newest first, and the key of the next page (0: none).

    state: one state only; before: the key where the page begins; masked: hide who it is.
    """
    query = select(Delivery).where(Delivery.connection_id == connection.id)
    if state in list(State):
        query = query.where(Delivery.state == state)
    if before:
        query = query.where(Delivery.id < before)
    rows = list(db.session.scalars(query.order_by(Delivery.id.desc()).limit(PAGE + 1)))
    more = rows[PAGE - 1].id if len(rows) > PAGE else 0
    return [_line(row, connection, masked) for row in rows[:PAGE]], more


def _line(row: Delivery, connection: Connection, masked: bool) -> Line:
    words, mark, look = _MARKS.get(State(row.state)) or _waiting(row, connection)
    person = row.person.partition(":")[2] or "unknown"
    return Line(
        row.id,
        words,
        mark,
        look,
        row.done_at or row.created_at,
        f"{person[:2]}…" if masked else person,
        row.card_id,
        row.attempts,
        row.words,
    )


def _waiting(row: Delivery, connection: Connection) -> tuple[str, str, str]:
    if connection.state == "held":
        return "On hold", "alert-triangle", "held"
    if connection.state == "paused":
        return "Paused", "player-pause", "paused"
    if row.attempts:
        return f"Retrying at {row.due_at.strftime('%H:%M:%S')} UTC", "refresh", "waiting"
    return "Waiting", "clock", "waiting"


def counts(connection_id: int) -> dict[str, int]:
    """State -> number of deliveries."""
    query = (
        select(Delivery.state, func.count())
        .where(Delivery.connection_id == connection_id)
        .group_by(Delivery.state)
    )
    return {row[0]: row[1] for row in db.session.execute(query)}
