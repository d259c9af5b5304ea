"""An entry that somebody took out, why, and whether that was undone."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Boolean, ForeignKey, Index, Text, false, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hubapp.extensions import db
from hubapp.models.columns import Created, Key, UtcTime
from hubapp.models.user import User

_STANDS = text("undone_at is null")


class Disqualification(db.Model):
    """A row is never changed but for its undoing; what stands, of which an entry has at most one,
    has no undone_at. by, undone_by: None once that person's account is gone. automatic: a suspect,
    which nobody took out; while it stands, nothing of the entry is sent."""

    __table_args__ = (
        Index(
            "uq_disqualification_stands",
            "submission_id",
            unique=True,
            postgresql_where=_STANDS,
            sqlite_where=_STANDS,
        ),
        Index("ix_disqualification_submission", "submission_id", "id"),
    )

    id: Mapped[Key]
    submission_id: Mapped[int] = mapped_column(ForeignKey("submission.id", ondelete="CASCADE"))
    reason: Mapped[str] = mapped_column(Text)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    created_at: Mapped[Created]
    undone_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    undone_at: Mapped[datetime | None] = mapped_column(UtcTime)
    automatic: Mapped[bool] = mapped_column(Boolean, default=False, server_default=false())
    by: Mapped[User | None] = relationship(foreign_keys=[by_id])
    undone_by: Mapped[User | None] = relationship(foreign_keys=[undone_by_id])
