"""One submission or play on its way to one connection: the outbox."""

from __future__ import annotations

from datetime import datetime
from typing import Any, cast

from sqlalchemy import (
    Boolean,
    ColumnElement,
    ForeignKey,
    Index,
    Integer,
    SmallInteger,
    String,
    Text,
    and_,
    false,
    literal_column,
    or_,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hubapp.extensions import db
from hubapp.models.columns import BigKey, Created, JsonColumn, Key, Kind, UtcTime, now
from hubapp.models.connection import Connection

LIVE, BEHIND = 0, 1
"""Priorities: what happens now, and what goes behind it."""

_BUSY = "state = 'sending' or (state = 'waiting' and attempts > 0)"
OPEN_STATES = ("waiting", "sending")


def is_open(delivery: Any) -> ColumnElement[bool]:
    """Not at its end yet. delivery: the model, or the table's columns. Written out without
    parameters: only so do SQLite and PostgreSQL see that the partial indexes below hold it all."""
    states: list[Any] = [literal_column(f"'{state}'") for state in OPEN_STATES]
    return cast("ColumnElement[bool]", delivery.state.in_(states))


def is_busy(delivery: Any) -> ColumnElement[bool]:
    """In flight, or tried before: only such a row can hold up a later one of the same person."""
    sending: Any = literal_column("'sending'")
    waiting: Any = literal_column("'waiting'")
    tried = and_(delivery.state == waiting, delivery.attempts > literal_column("0"))
    return or_(delivery.state == sending, tried)


class Delivery(db.Model):
    """state: see ``core/retrying.State``. record: ``core/mapping.Record`` JSON, made when it was
    accepted, with the mapping of then. person: its key, which picks the lane.
    claim: whose it is while ``sending``, until ``claimed_until``. words: the destination's own;
    reason: the same as a short key, to find all with the same reason.
    priority: 0 live, 1 behind live traffic (backfill, resend). exchange_id: the last request that
    it travelled in; history: earlier tries, oldest first, see ``services/settling``.
    place: where it belongs in the person's story, for what is sent later than it was told; None
    means its own id. whole: send all of it, confirmed before or not."""

    __table_args__ = (
        Index(
            "ix_delivery_open",
            "connection_id",
            "lane",
            "priority",
            "id",
            postgresql_where=text("state in ('waiting', 'sending')"),
            sqlite_where=text("state in ('waiting', 'sending')"),
        ),
        # Small at any backlog: a fresh row is not in it, so accepting and delivering a million
        # does not write all over an index that is as large as the backlog.
        Index(
            "ix_delivery_busy",
            "connection_id",
            "person",
            "id",
            postgresql_where=text(_BUSY),
            sqlite_where=text(_BUSY),
        ),
        Index(
            "ix_delivery_rejected",
            "connection_id",
            "reason",
            "id",
            postgresql_where=text("state = 'rejected'"),
            sqlite_where=text("state = 'rejected'"),
        ),
        Index("ix_delivery_list", "connection_id", "id"),
        Index("ix_delivery_person", "connection_id", "person", "id"),
        Index("ix_delivery_card", "connection_id", "card_id", "id"),
        Index("ix_delivery_created", "connection_id", "created_at"),
        Index("ix_delivery_submission", "submission_id"),
    )

    id: Mapped[Key]
    connection_id: Mapped[int] = mapped_column(ForeignKey("connection.id", ondelete="CASCADE"))
    submission_id: Mapped[int | None] = mapped_column(
        ForeignKey("submission.id", ondelete="SET NULL")
    )
    play_id: Mapped[int | None] = mapped_column(ForeignKey("play.id", ondelete="SET NULL"))
    card_id: Mapped[str] = mapped_column(String(20), default="")
    person: Mapped[str] = mapped_column(String(1100))
    lane: Mapped[int] = mapped_column(Integer)
    state: Mapped[Kind]
    record: Mapped[dict[str, Any] | None] = mapped_column(JsonColumn)
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    due_at: Mapped[datetime] = mapped_column(UtcTime, default=now)
    claim: Mapped[str | None] = mapped_column(String(32))
    claimed_until: Mapped[datetime | None] = mapped_column(UtcTime)
    words: Mapped[str] = mapped_column(Text, default="")
    outcome_unknown: Mapped[bool] = mapped_column(Boolean, default=False)
    request_id: Mapped[str] = mapped_column(String(120), default="")
    priority: Mapped[int] = mapped_column(SmallInteger, default=LIVE, server_default="0")
    reason: Mapped[str] = mapped_column(String(60), default="", server_default="")
    exchange_id: Mapped[int | None] = mapped_column(BigKey)
    history: Mapped[list[dict[str, Any]]] = mapped_column(
        JsonColumn, default=list, server_default="[]"
    )
    place: Mapped[int | None] = mapped_column(BigKey)
    whole: Mapped[bool] = mapped_column(Boolean, default=False, server_default=false())
    created_at: Mapped[Created]
    done_at: Mapped[datetime | None] = mapped_column(UtcTime)
    connection: Mapped[Connection] = relationship()
