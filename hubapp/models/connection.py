"""A hub's configured destination."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Integer, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hubapp.extensions import db
from hubapp.models.columns import Created, JsonColumn, Key, Kind, UtcTime
from hubapp.models.hub import Hub


class Connection(db.Model):
    """state: ``on``, ``held`` (the connection itself is broken; everything waits) or ``paused``.
    secret: encrypted; secret_hint: its last four characters. held_words: why, and what to do.
    throttled_until: the destination asked us to wait. probe_at: when a held one is tried again.
    """

    __table_args__ = (UniqueConstraint("hub_id", "kind"),)

    id: Mapped[Key]
    hub_id: Mapped[int] = mapped_column(ForeignKey("hub.id", ondelete="CASCADE"))
    kind: Mapped[Kind]
    state: Mapped[Kind]
    settings: Mapped[dict[str, Any]] = mapped_column(JsonColumn, default=dict)
    mapping: Mapped[dict[str, Any]] = mapped_column(JsonColumn, default=dict)
    secret: Mapped[bytes] = mapped_column(LargeBinary)
    secret_hint: Mapped[str] = mapped_column(String(4))
    lanes: Mapped[int] = mapped_column(Integer, default=4)
    held_words: Mapped[str] = mapped_column(Text, default="")
    held_at: Mapped[datetime | None] = mapped_column(UtcTime)
    probe_at: Mapped[datetime | None] = mapped_column(UtcTime)
    throttled_until: Mapped[datetime | None] = mapped_column(UtcTime)
    created_at: Mapped[Created]
    hub: Mapped[Hub] = relationship()


class ConnectionLane(db.Model):
    """The lease of one lane: whoever holds ``token`` until ``leased_until`` may drain it."""

    connection_id: Mapped[int] = mapped_column(
        ForeignKey("connection.id", ondelete="CASCADE"), primary_key=True
    )
    lane: Mapped[int] = mapped_column(Integer, primary_key=True)
    token: Mapped[str] = mapped_column(String(32), default="")
    leased_until: Mapped[datetime | None] = mapped_column(UtcTime)
