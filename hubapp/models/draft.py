"""The draft of a hub: small JSON documents, and the log of every change to them."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Boolean, ForeignKey, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from hubapp.core.words import Words
from hubapp.extensions import db
from hubapp.models.columns import Created, JsonColumn, Key, WordsColumn


class DraftDocument(db.Model):
    """key: ``hub``, ``page:<id>``, ``card:<id>`` or ``form:<card id>``; revision counts its
    changes, so a stale editor is noticed."""

    __table_args__ = (UniqueConstraint("hub_id", "key"),)

    id: Mapped[Key]
    hub_id: Mapped[int] = mapped_column(ForeignKey("hub.id", ondelete="CASCADE"))
    key: Mapped[str] = mapped_column(String(60))
    body: Mapped[dict[str, Any]] = mapped_column(JsonColumn)
    revision: Mapped[int] = mapped_column(Integer, default=1)


class Edit(db.Model):
    """One document before and after one change. Edits of one ``step`` belong together (removing
    a card touches three documents) and are undone together. before or after None: it did not
    exist. undone: it is on the redo side."""

    __table_args__ = (Index("ix_edit_hub_step", "hub_id", "step"),)

    id: Mapped[Key]
    hub_id: Mapped[int] = mapped_column(ForeignKey("hub.id", ondelete="CASCADE"))
    step: Mapped[int] = mapped_column(Integer)
    what: Mapped[Words] = mapped_column(WordsColumn)
    document: Mapped[str] = mapped_column(String(60))
    before: Mapped[dict[str, Any] | None] = mapped_column(JsonColumn)
    after: Mapped[dict[str, Any] | None] = mapped_column(JsonColumn)
    undone: Mapped[bool] = mapped_column(Boolean, default=False)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    created_at: Mapped[Created]
