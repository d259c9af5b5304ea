"""What happened with a visitor: the one feed that deliveries, results and profiles read."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Boolean, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from hubapp.core.identifiers import public_id
from hubapp.extensions import db
from hubapp.models.columns import JsonColumn, Key, Kind, UtcTime, now

FINISHED, LEFT, SUBMITTED, WITHDRAWN, WON = "finished", "left", "submitted", "withdrawn", "won"
VERIFIED, CORRECTED = "verified", "corrected"
"""Kinds. What was begun and answered stands in the play."""
WEB, TEST = "web", "test"
"""Origins. A test is in no figure and no draw, and goes to sandbox accounts alone."""
_UNCOUNTED = text("counted_at is null")


class Activity(db.Model):
    """Written once, in the transaction of what caused it (``visiting/activities.record``), and then
    changed by being claimed, counted and erased alone; erasing leaves kind, hub, card, version and
    time. kind, origin: of the above. facts: source key -> value as it was at that
    moment; None: from before activities, so it is read from the play and its form. speaker_id: who
    did it; contact_id: who that is, once they have said so. is_new: of a form,
    whether its person was heard of for the first time; None: nobody said who. counted_at: when it
    came into the results."""

    __table_args__ = (
        Index("ix_activity_hub", "hub_id", "id"),
        Index("ix_activity_play", "play_id"),
        Index("ix_activity_speaker", "speaker_id", "hub_id", "id"),
        Index("ix_activity_contact", "contact_id", "id"),
        # Small, whatever there was: only what is still to be counted is in it.
        Index(
            "ix_activity_uncounted",
            "id",
            postgresql_where=_UNCOUNTED,
            sqlite_where=_UNCOUNTED,
        ),
    )

    id: Mapped[Key]
    # By it SQLAlchemy knows several new rows apart, so that they take one statement.
    public_id: Mapped[str] = mapped_column(
        String(36), unique=True, default=public_id, insert_sentinel=True
    )
    kind: Mapped[Kind]
    origin: Mapped[Kind] = mapped_column(default=WEB)
    hub_id: Mapped[int] = mapped_column(ForeignKey("hub.id", ondelete="CASCADE"))
    version_id: Mapped[int] = mapped_column(ForeignKey("hub_version.id"))
    card_id: Mapped[str] = mapped_column(String(20))
    play_id: Mapped[int | None] = mapped_column(ForeignKey("play.id", ondelete="SET NULL"))
    speaker_id: Mapped[int | None] = mapped_column(ForeignKey("speaker.id", ondelete="SET NULL"))
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("contact.id", ondelete="SET NULL"))
    at: Mapped[datetime] = mapped_column(UtcTime, default=now)
    facts: Mapped[dict[str, Any] | None] = mapped_column(JsonColumn)
    is_new: Mapped[bool | None] = mapped_column(Boolean)
    counted_at: Mapped[datetime | None] = mapped_column(UtcTime)
