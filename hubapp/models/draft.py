"""The draft of a hub: small JSON documents, and the log of every change to them."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Boolean, ForeignKey, Index, Integer, String, UniqueConstraint, text
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


class EditorTab(db.Model):
    """One open screen of an editor, and the number of its newest save that was taken: one that
    arrives late or twice is known by it. tab: random, made by the screen."""

    __table_args__ = (UniqueConstraint("hub_id", "tab"),)

    id: Mapped[Key]
    hub_id: Mapped[int] = mapped_column(ForeignKey("hub.id", ondelete="CASCADE"))
    tab: Mapped[str] = mapped_column(String(40))
    serial: Mapped[int] = mapped_column(Integer)
    created_at: Mapped[Created]


class Edit(db.Model):
    """One control of a document before and after one change (``core/patching.Patch``). Edits of
    one ``step`` belong together (removing a card touches three documents) and are undone together.
    control: empty when the document itself came or went; before or after None: there was nothing.
    undone: it is on the redo side; overtaken: somebody else has changed the same since, so it is
    not taken back."""

    __table_args__ = (
        Index("ix_edit_hub_step", "hub_id", "step"),
        Index("ix_edit_hub_user_step", "hub_id", "user_id", "step"),
        # Few are: Redo looks for them after every save.
        Index(
            "ix_edit_undone",
            "hub_id",
            "user_id",
            sqlite_where=text("undone"),
            postgresql_where=text("undone"),
        ),
    )

    id: Mapped[Key]
    hub_id: Mapped[int] = mapped_column(ForeignKey("hub.id", ondelete="CASCADE"))
    step: Mapped[int] = mapped_column(Integer)
    what: Mapped[Words] = mapped_column(WordsColumn)
    document: Mapped[str] = mapped_column(String(60))
    control: Mapped[str] = mapped_column(String(255), default="")
    before: Mapped[Any | None] = mapped_column(JsonColumn)
    after: Mapped[Any | None] = mapped_column(JsonColumn)
    undone: Mapped[bool] = mapped_column(Boolean, default=False)
    overtaken: Mapped[bool] = mapped_column(Boolean, default=False)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    created_at: Mapped[Created]
