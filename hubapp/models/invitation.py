"""Invitations: somebody was asked by mail to join a workspace, and has not answered yet."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hubapp.extensions import db
from hubapp.models.columns import Created, Key, Kind, UtcTime
from hubapp.models.workspace import Workspace


class Invitation(db.Model):
    """It goes when it is taken up, taken back or sent anew.

    token_hash: SHA-256 of what the link carries. email: in small letters. role: see ``Member``.
    """

    __table_args__ = (UniqueConstraint("workspace_id", "email"),)

    id: Mapped[Key]
    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspace.id", ondelete="CASCADE"))
    email: Mapped[str] = mapped_column(String(255))
    role: Mapped[Kind]
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[Created]
    ends_at: Mapped[datetime] = mapped_column(UtcTime)
    workspace: Mapped[Workspace] = relationship()
