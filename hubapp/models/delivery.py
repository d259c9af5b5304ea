"""One submission or play on its way to one connection: the outbox."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Boolean, ForeignKey, Index, Integer, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hubapp.extensions import db
from hubapp.models.columns import Created, JsonColumn, Key, Kind, UtcTime, now
from hubapp.models.connection import Connection


class Delivery(db.Model):
    """state: see ``core/retrying.State``. record: ``core/mapping.Record`` JSON, made when it was
    accepted, with the mapping of then. person: its key, which picks the lane.
    claim: whose it is while ``sending``, until ``claimed_until``. words: the destination's own."""

    __table_args__ = (
        Index(
            "ix_delivery_open",
            "connection_id",
            "lane",
            "id",
            postgresql_where=text("state in ('waiting', 'sending')"),
            sqlite_where=text("state in ('waiting', 'sending')"),
        ),
        Index(
            "ix_delivery_person_open",
            "connection_id",
            "person",
            "id",
            postgresql_where=text("state in ('waiting', 'sending')"),
            sqlite_where=text("state in ('waiting', 'sending')"),
        ),
        Index("ix_delivery_list", "connection_id", "id"),
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
    created_at: Mapped[Created]
    done_at: Mapped[datetime | None] = mapped_column(UtcTime)
    connection: Mapped[Connection] = relationship()
