"""Log-ins: one row for each browser that somebody is logged in with."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hubapp.extensions import db
from hubapp.models.columns import Created, Key, UtcTime, now
from hubapp.models.user import User


class Login(db.Model):
    """Asked at each request: without it a cookie is worth nothing.

    token_hash: SHA-256 of what the cookie carries; who reads this table cannot log in with it.
    device: browser and system in their makers' words; empty when it said neither.
    """

    id: Mapped[Key]
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), index=True)
    device: Mapped[str] = mapped_column(String(40))
    created_at: Mapped[Created]
    seen_at: Mapped[datetime] = mapped_column(UtcTime, default=now)
    ends_at: Mapped[datetime] = mapped_column(UtcTime)
    user: Mapped[User] = relationship()
