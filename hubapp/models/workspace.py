"""A customer's own space and who belongs to it."""

from __future__ import annotations

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hubapp.extensions import db
from hubapp.models.columns import Created, Key, Kind
from hubapp.models.user import User


class Workspace(db.Model):
    """Nothing crosses it."""

    id: Mapped[Key]
    name: Mapped[str] = mapped_column(String(120))
    created_at: Mapped[Created]


class Member(db.Model):
    """role: ``owner``, ``admin``, ``editor`` or ``analyst``."""

    __table_args__ = (UniqueConstraint("workspace_id", "user_id"),)

    id: Mapped[Key]
    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspace.id", ondelete="CASCADE"))
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), index=True)
    role: Mapped[Kind]
    workspace: Mapped[Workspace] = relationship()
    user: Mapped[User] = relationship()
