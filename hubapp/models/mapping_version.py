"""A mapping as it was saved, numbered for each connection; it never changes."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ForeignKey, Integer, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hubapp.extensions import db
from hubapp.models.columns import Created, JsonColumn, Key
from hubapp.models.user import User


class MappingVersion(db.Model):
    """number: from 1, of the connection; mapping: ``core/mapping.FieldMapping``; user_id: who saved
    it, None where nobody knows."""

    __table_args__ = (UniqueConstraint("connection_id", "number"),)

    id: Mapped[Key]
    connection_id: Mapped[int] = mapped_column(ForeignKey("connection.id", ondelete="CASCADE"))
    number: Mapped[int] = mapped_column(Integer)
    mapping: Mapped[dict[str, Any]] = mapped_column(JsonColumn)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    created_at: Mapped[Created]
    user: Mapped[User | None] = relationship()
