"""A hub's configured destination."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import (
    Boolean,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    UniqueConstraint,
    true,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hubapp.core.words import NOTHING, Words
from hubapp.extensions import db
from hubapp.models.columns import BigKey, Created, JsonColumn, Key, Kind, UtcTime, WordsColumn
from hubapp.models.hub import Hub


class Connection(db.Model):
    """state: ``on``, ``held`` (the connection itself is broken; everything waits) or ``paused``.
    secret: encrypted; secret_hint: its last four characters. held_words: why, and what to do.
    throttled_until: the destination asked us to wait, or failed ``failures`` times in a row.
    probe_at: when a held one is tried again. told_at: when the admins were written to.
    key_mark: the same for all connections that share a key (its budget is shared too).
    only_changes: do not send what the destination has confirmed. resend_events: send an event
    again when the answer was lost. keep_days: how long payloads are kept; wiped_to: the last
    delivery of which they are gone. begins_after: the last submission from before the connection.
    """

    __table_args__ = (
        UniqueConstraint("hub_id", "kind"),
        Index("ix_connection_key_mark", "key_mark"),
    )

    id: Mapped[Key]
    hub_id: Mapped[int] = mapped_column(ForeignKey("hub.id", ondelete="CASCADE"))
    kind: Mapped[Kind]
    state: Mapped[Kind]
    settings: Mapped[dict[str, Any]] = mapped_column(JsonColumn, default=dict)
    mapping: Mapped[dict[str, Any]] = mapped_column(JsonColumn, default=dict)
    secret: Mapped[bytes] = mapped_column(LargeBinary)
    secret_hint: Mapped[str] = mapped_column(String(4))
    lanes: Mapped[int] = mapped_column(Integer, default=4)
    held_words: Mapped[Words] = mapped_column(WordsColumn, default=NOTHING)
    held_at: Mapped[datetime | None] = mapped_column(UtcTime)
    probe_at: Mapped[datetime | None] = mapped_column(UtcTime)
    throttled_until: Mapped[datetime | None] = mapped_column(UtcTime)
    failures: Mapped[int] = mapped_column(Integer, default=0, server_default="0")
    told_at: Mapped[datetime | None] = mapped_column(UtcTime)
    key_mark: Mapped[str] = mapped_column(String(32), default="", server_default="")
    only_changes: Mapped[bool] = mapped_column(Boolean, default=True, server_default=true())
    resend_events: Mapped[bool] = mapped_column(Boolean, default=True, server_default=true())
    keep_days: Mapped[int] = mapped_column(Integer, default=30, server_default="30")
    wiped_to: Mapped[int] = mapped_column(BigKey, default=0, server_default="0")
    begins_after: Mapped[int] = mapped_column(BigKey, default=0, server_default="0")
    created_at: Mapped[Created]
    hub: Mapped[Hub] = relationship()


class ConnectionLane(db.Model):
    """The lease of one lane: whoever holds ``token`` until ``leased_until`` may drain it.

    claimed: ids of the deliveries that the holder has in hand. They stand here and not in each
    delivery, so that a claim is one write; whoever finds them after the lease has run out knows
    that they may have been sent.
    tally: counter -> count since the connection was made. It stands here because only the holder
    of the lease writes it, so that no two workers ever wait for each other.
    """

    connection_id: Mapped[int] = mapped_column(
        ForeignKey("connection.id", ondelete="CASCADE"), primary_key=True
    )
    lane: Mapped[int] = mapped_column(Integer, primary_key=True)
    token: Mapped[str] = mapped_column(String(32), default="")
    leased_until: Mapped[datetime | None] = mapped_column(UtcTime)
    claimed: Mapped[list[int]] = mapped_column(JsonColumn, default=list, server_default="[]")
    tally: Mapped[dict[str, Any]] = mapped_column(JsonColumn, default=dict, server_default="{}")
