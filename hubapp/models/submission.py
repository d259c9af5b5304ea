"""One form filled in and accepted."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Boolean, ForeignKey, Index, String, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from hubapp.extensions import db
from hubapp.models.columns import OF_TESTS, Created, JsonColumn, Key, Kind, UtcTime


class Submission(db.Model):
    """values: field key -> clean value; pinned to the version that asked. A play has at most
    one, so a double click or a reload finds the first. consents_left: the homes
    (``core/destination.Destination.home``) to which its consents have left as far as its deliveries
    no longer tell. contact_id None: nobody has said who they are. confirmed_at: a mailed code has
    shown, then or before, that the email in it is theirs; corrected_at: they put another in place
    of a mistyped one.
    test: its play is a test.
    """

    __table_args__ = (
        UniqueConstraint("play_id"),
        # A page of entries is found at any time, of one card or of all.
        Index("ix_submission_hub_time", "hub_id", "created_at", "id"),
        Index("ix_submission_hub_card_time", "hub_id", "card_id", "created_at", "id"),
        Index("ix_submission_test", "hub_id", "created_at", "id", **OF_TESTS),
    )

    id: Mapped[Key]
    public_id: Mapped[str] = mapped_column(String(36), unique=True)
    hub_id: Mapped[int] = mapped_column(ForeignKey("hub.id", ondelete="CASCADE"))
    version_id: Mapped[int] = mapped_column(ForeignKey("hub_version.id"))
    card_id: Mapped[str] = mapped_column(String(20))
    placement: Mapped[Kind]
    contact_id: Mapped[int | None] = mapped_column(
        ForeignKey("contact.id", ondelete="CASCADE"), index=True
    )
    play_id: Mapped[int] = mapped_column(ForeignKey("play.id", ondelete="CASCADE"))
    values: Mapped[dict[str, Any]] = mapped_column(JsonColumn)
    consents_left: Mapped[list[str]] = mapped_column(JsonColumn, default=list, server_default="[]")
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcTime)
    corrected_at: Mapped[datetime | None] = mapped_column(UtcTime)
    test: Mapped[bool] = mapped_column(Boolean, default=False, server_default=false())
    created_at: Mapped[Created]
