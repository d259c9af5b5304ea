"""A customer's own space and who belongs to it."""

from __future__ import annotations

from sqlalchemy import Boolean, ForeignKey, LargeBinary, String, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hubapp.extensions import db
from hubapp.models.columns import Created, Key, Kind
from hubapp.models.user import User


class Workspace(db.Model):
    """Nothing crosses it. asks_second_factor: no member enters without one. shares_told: what a
    visitor told one of its hubs is sent for what they play in the others.
    marks_key: sealed, see ``services/marks``.
    """

    id: Mapped[Key]
    name: Mapped[str] = mapped_column(String(120))
    asks_second_factor: Mapped[bool] = mapped_column(Boolean, default=False, server_default=false())
    shares_told: Mapped[bool] = mapped_column(Boolean, default=False, server_default=false())
    marks_key: Mapped[bytes] = mapped_column(LargeBinary, default=b"")
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
