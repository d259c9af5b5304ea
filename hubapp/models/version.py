"""Published, therefore frozen."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ForeignKey, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hubapp.extensions import db
from hubapp.models.columns import Created, JsonColumn, Key
from hubapp.models.user import User


class HubVersion(db.Model):
    """snapshot: ``HubSnapshot`` JSON, never changed; number counts from 1 per hub; note:
    for colleagues."""

    __table_args__ = (UniqueConstraint("hub_id", "number"),)

    id: Mapped[Key]
    hub_id: Mapped[int] = mapped_column(ForeignKey("hub.id", ondelete="CASCADE"))
    number: Mapped[int] = mapped_column(Integer)
    snapshot: Mapped[dict[str, Any]] = mapped_column(JsonColumn)
    note: Mapped[str] = mapped_column(String(300), default="", server_default="")
    created_at: Mapped[Created]
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    created_by: Mapped[User | None] = relationship()
