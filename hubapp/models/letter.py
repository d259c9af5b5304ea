"""Mails that are to go out."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Integer, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from hubapp.extensions import db
from hubapp.models.columns import Created, Key, UtcTime, now


class Letter(db.Model):
    """It goes when its mail has gone, or when a day of tries is over.

    sealed: to whom and what, encrypted, for a link in it is as good as a password. due_at: when it
    is tried, or tried again; whoever takes it sets it to the next try first.
    """

    # The queue is asked once for each number, so none is given out again.
    __table_args__ = {"sqlite_autoincrement": True}

    id: Mapped[Key]
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    tries: Mapped[int] = mapped_column(Integer, default=0)
    due_at: Mapped[datetime] = mapped_column(UtcTime, default=now, index=True)
    created_at: Mapped[Created]
