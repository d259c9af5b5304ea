"""One visitor's run through a card."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from hubapp.extensions import db
from hubapp.models.columns import Created, JsonColumn, Key, UtcTime


class Play(db.Model):
    """token: in the visitor's address; answers: as the card type stores them;
    outcome: ``{"values", "screen"}`` once decided; pinned to the version it answers."""

    __table_args__ = (
        Index("ix_play_hub_card", "hub_id", "card_id"),
        Index("ix_play_contact_card", "contact_id", "card_id"),
    )

    id: Mapped[Key]
    token: Mapped[str] = mapped_column(String(32), unique=True)
    hub_id: Mapped[int] = mapped_column(ForeignKey("hub.id", ondelete="CASCADE"))
    version_id: Mapped[int] = mapped_column(ForeignKey("hub_version.id"))
    card_id: Mapped[str] = mapped_column(String(20))
    contact_id: Mapped[int] = mapped_column(ForeignKey("contact.id", ondelete="CASCADE"))
    answers: Mapped[list[Any]] = mapped_column(JsonColumn, default=list)
    outcome: Mapped[dict[str, Any] | None] = mapped_column(JsonColumn)
    captured: Mapped[dict[str, Any]] = mapped_column(JsonColumn, default=dict)
    created_at: Mapped[Created]
    finished_at: Mapped[datetime | None] = mapped_column(UtcTime)


class Tally(db.Model):
    """A counter of a card, such as the votes of one choice of a poll."""

    hub_id: Mapped[int] = mapped_column(ForeignKey("hub.id", ondelete="CASCADE"), primary_key=True)
    card_id: Mapped[str] = mapped_column(String(20), primary_key=True)
    key: Mapped[str] = mapped_column(String(60), primary_key=True)
    count: Mapped[int] = mapped_column(Integer, default=0)
