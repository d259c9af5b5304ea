"""Links with which somebody without an account sees a draft: an agency, a lawyer."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hubapp.extensions import db
from hubapp.models.columns import Created, Key, UtcTime
from hubapp.models.user import User


class PreviewLink(db.Model):
    """It goes when it is taken back. What the link carries is its signed id, so nothing that opens
    anything is stored."""

    id: Mapped[Key]
    hub_id: Mapped[int] = mapped_column(ForeignKey("hub.id", ondelete="CASCADE"), index=True)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    created_at: Mapped[Created]
    ends_at: Mapped[datetime] = mapped_column(UtcTime)
    created_by: Mapped[User | None] = relationship()
