"""One submission or play on its way to one connection, and what became of it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import (
    Boolean,
    ColumnElement,
    ForeignKey,
    Index,
    Integer,
    String,
    false,
    literal_column,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from hubapp.core.retrying import State
from hubapp.core.words import NOTHING, Words
from hubapp.extensions import db
from hubapp.models.columns import BigKey, Created, JsonColumn, Key, Kind, UtcTime, WordsColumn
from hubapp.models.connection import Connection

_OF_ACTIVITY = text("activity_id is not null")
TOLD, RESENT, TAKEN_BACK = "told", "resent", "taken_back"
"""Purposes."""
MESSAGE = "m"
"""Begins the purpose of a message that the activity triggers; its number follows."""


def is_rejected(delivery: Any) -> ColumnElement[bool]:
    """Rejected: every such delivery has a reason, and no other has. delivery: the model, or the
    table's columns. Written without a parameter: only so do SQLite and PostgreSQL see that the
    partial index below holds it all."""
    found: ColumnElement[bool] = delivery.reason != literal_column("''")
    return found


class Delivery(db.Model):
    """state: see ``core/retrying.State``; while it is open, a row in ``models/outbox`` says where
    it stands in line. record: ``core/mapping.Record`` JSON, made when it was accepted, with the
    mapping of then. person: its key, which picks the lane. words: what came of it, the
    destination's own where it has any;
    reason: the same as a short key, to find all that were rejected for the same reason; empty for
    whatever is not rejected. exchange_id: the last request that it travelled in; history: earlier
    tries, oldest first, see ``services/settling``.
    account_id: with which it goes, or went. activity_id: what it tells of; with purpose (one of the
    above) and run (0: as it happened, or of a backfill) there is one, so that live and backfill
    cannot double it. place: where it belongs in the person's story, for what is sent later than it
    was told; None means its own id. mapping_number: of the connection's mapping
    that made the record, None where nobody knows. whole: send all, confirmed before or not. kept:
    the state is ``kept``, for an index to hold."""

    __table_args__ = (
        # No index knows the state: PostgreSQL then writes a delivered row once more in its own
        # page and touches no index at all (a "heap-only" update).
        Index(
            "ix_delivery_rejected",
            "connection_id",
            "reason",
            "id",
            postgresql_where=text("reason <> ''"),
            sqlite_where=text("reason <> ''"),
        ),
        Index("ix_delivery_list", "connection_id", "id"),
        Index("ix_delivery_person", "connection_id", "person", "id"),
        Index("ix_delivery_card", "connection_id", "card_id", "id"),
        Index("ix_delivery_created", "connection_id", "created_at"),
        Index(
            "ix_delivery_kept_here",
            "connection_id",
            "created_at",
            "id",
            postgresql_where=text("kept"),
            sqlite_where=text("kept = 1"),
        ),
        # What still has a payload, oldest first. A row's end changes neither column.
        Index(
            "ix_delivery_kept",
            "connection_id",
            "created_at",
            postgresql_where=text("record is not null"),
            sqlite_where=text("record is not null"),
        ),
        # Those that tell of nothing, such as a last word at an erasure, are not one.
        Index(
            "uq_delivery_activity",
            "activity_id",
            "connection_id",
            "purpose",
            "run",
            unique=True,
            postgresql_where=_OF_ACTIVITY,
            sqlite_where=_OF_ACTIVITY,
        ),
        Index("ix_delivery_submission", "submission_id"),
        # Of a play without a form; all others are found by their submission.
        Index(
            "ix_delivery_play",
            "play_id",
            postgresql_where=text("submission_id is null"),
            sqlite_where=text("submission_id is null"),
        ),
        # Room in each page for the rows that end.
        {"postgresql_with": {"fillfactor": 75}},
    )

    id: Mapped[Key]
    connection_id: Mapped[int] = mapped_column(ForeignKey("connection.id", ondelete="CASCADE"))
    account_id: Mapped[int] = mapped_column(BigKey)
    submission_id: Mapped[int | None] = mapped_column(
        ForeignKey("submission.id", ondelete="SET NULL")
    )
    play_id: Mapped[int | None] = mapped_column(ForeignKey("play.id", ondelete="SET NULL"))
    activity_id: Mapped[int | None] = mapped_column(ForeignKey("activity.id", ondelete="SET NULL"))
    purpose: Mapped[str] = mapped_column(String(12), default=TOLD, server_default=TOLD)
    run: Mapped[int] = mapped_column(BigKey, default=0, server_default="0")
    card_id: Mapped[str] = mapped_column(String(20), default="")
    person: Mapped[str] = mapped_column(String(1100))
    state: Mapped[Kind]
    record: Mapped[dict[str, Any] | None] = mapped_column(JsonColumn)
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    words: Mapped[Words] = mapped_column(WordsColumn, default=NOTHING)
    outcome_unknown: Mapped[bool] = mapped_column(Boolean, default=False)
    request_id: Mapped[str] = mapped_column(String(120), default="")
    reason: Mapped[str] = mapped_column(String(60), default="", server_default="")
    exchange_id: Mapped[int | None] = mapped_column(BigKey)
    history: Mapped[list[dict[str, Any]]] = mapped_column(
        JsonColumn, default=list, server_default="[]"
    )
    place: Mapped[int | None] = mapped_column(BigKey)
    mapping_number: Mapped[int | None] = mapped_column(Integer)
    whole: Mapped[bool] = mapped_column(Boolean, default=False, server_default=false())
    kept: Mapped[bool] = mapped_column(Boolean, default=False, server_default=false())
    created_at: Mapped[Created]
    done_at: Mapped[datetime | None] = mapped_column(UtcTime)
    connection: Mapped[Connection] = relationship()

    @validates("state")
    def _keep(self, _name: str, state: str) -> str:
        self.kept = state == State.KEPT
        return state
