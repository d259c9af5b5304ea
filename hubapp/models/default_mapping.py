"""The mapping with which a workspace's new connections begin."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ForeignKey, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from hubapp.extensions import db
from hubapp.models.columns import Created, JsonColumn, Key, Kind


class DefaultMapping(db.Model):
    """kind: the destination's, at most one of each. mapping: ``core/mapping.FieldMapping``, whose
    sources name a card by its type (``services/integrations/defaults``). hub_name, number: of
    which hub it was, and which version of its mapping."""

    __table_args__ = (UniqueConstraint("workspace_id", "kind"),)

    id: Mapped[Key]
    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspace.id", ondelete="CASCADE"))
    kind: Mapped[Kind]
    mapping: Mapped[dict[str, Any]] = mapped_column(JsonColumn)
    hub_name: Mapped[str] = mapped_column(String(200))
    number: Mapped[int] = mapped_column(Integer)
    created_at: Mapped[Created]
