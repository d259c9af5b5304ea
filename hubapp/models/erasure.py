"""Who was erased, told by nothing but marks, and what became of it at the destinations."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Boolean, ForeignKey, Index, Integer, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hubapp.core.words import NOTHING, Words
from hubapp.extensions import db
from hubapp.models.columns import BigKey, Created, JsonColumn, Key, Kind, UtcTime, WordsColumn


class Erasure(db.Model):
    """state: ``running`` (something of the person is still here), ``sent`` (nothing is; a
    destination has yet to answer) or ``done``. contacts: ids that are still to be erased; cursor:
    the last submission that was looked at for the same address. marks: keyed hashes of who it was
    (``services/rights/marks``), enough to know them again in a backup and for nothing else.
    whole_profile: delete it at the destinations, instead of what was written there."""

    __table_args__ = (Index("ix_erasure_workspace", "workspace_id", "id"),)

    id: Mapped[Key]
    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspace.id", ondelete="CASCADE"))
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    state: Mapped[Kind] = mapped_column(default="running")
    contacts: Mapped[list[int]] = mapped_column(JsonColumn, default=list)
    cursor: Mapped[int] = mapped_column(BigKey, default=0)
    marks: Mapped[list[str]] = mapped_column(JsonColumn, default=list)
    whole_profile: Mapped[bool] = mapped_column(Boolean, default=False)
    created_at: Mapped[Created]
    ended_at: Mapped[datetime | None] = mapped_column(UtcTime)
    steps: Mapped[list[ErasureStep]] = relationship(order_by="ErasureStep.id")


class ErasureStep(db.Model):
    """What is asked of one destination about one person. state: ``waiting``, ``done``, ``refused``
    or ``by_hand`` (the destination cannot be asked). hub_name: of the connection, which may go.
    last_delivery: takes back what was written, None where none does; deliveries: ids to look at
    again, because a worker had them in hand; person: mark of the person's key (``models/outbox``).
    sealed: whom to delete, encrypted, until that is done. due_at: when to ask again; tries: so
    far."""

    __table_args__ = (Index("ix_erasure_step_erasure", "erasure_id", "id"),)

    id: Mapped[Key]
    erasure_id: Mapped[int] = mapped_column(ForeignKey("erasure.id", ondelete="CASCADE"))
    connection_id: Mapped[int | None] = mapped_column(
        ForeignKey("connection.id", ondelete="SET NULL"), index=True
    )
    account_id: Mapped[int] = mapped_column(BigKey)
    kind: Mapped[Kind]
    hub_name: Mapped[str] = mapped_column(String(120))
    state: Mapped[Kind] = mapped_column(default="waiting")
    last_delivery: Mapped[int | None] = mapped_column(BigKey)
    deliveries: Mapped[list[Any]] = mapped_column(JsonColumn, default=list)
    person: Mapped[str] = mapped_column(String(32))
    sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    words: Mapped[Words] = mapped_column(WordsColumn, default=NOTHING)
    tries: Mapped[int] = mapped_column(Integer, default=0)
    due_at: Mapped[datetime | None] = mapped_column(UtcTime)
    created_at: Mapped[Created]
