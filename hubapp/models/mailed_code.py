"""Codes that were mailed, so that somebody shows that an address is theirs."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Boolean, ForeignKey, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from hubapp.extensions import db
from hubapp.models.columns import Created, Key, UtcTime


class MailedCode(db.Model):
    """A code that is waited for; the row goes once it was typed, or is waited for no more.

    play_id: of the form whose address is confirmed; what the form tells waits with it. None:
    somebody wants to see what is known of contact_id (None: nobody with that address).
    first: with the form somebody says for the first time who they are. mark, code: of the address
    and the code; nobody reads them from it. code: empty while none could be mailed. tries: wrong
    ones, of this code; changes: how often the address was corrected. mailed_at: this code.
    """

    __table_args__ = (
        UniqueConstraint("play_id"),
        Index("ix_mailed_code_created_at", "created_at"),
    )

    id: Mapped[Key]
    hub_id: Mapped[int] = mapped_column(ForeignKey("hub.id", ondelete="CASCADE"), index=True)
    play_id: Mapped[int | None] = mapped_column(ForeignKey("play.id", ondelete="CASCADE"))
    contact_id: Mapped[int | None] = mapped_column(
        ForeignKey("contact.id", ondelete="CASCADE"), index=True
    )
    first: Mapped[bool] = mapped_column(Boolean, default=False)
    mark: Mapped[str] = mapped_column(String(32))
    code: Mapped[str] = mapped_column(String(64), default="")
    tries: Mapped[int] = mapped_column(Integer, default=0)
    changes: Mapped[int] = mapped_column(Integer, default=0)
    mailed_at: Mapped[datetime | None] = mapped_column(UtcTime)
    created_at: Mapped[Created]


class CodeGate(db.Model):
    """How many codes were mailed to an address since ``window_start``. mark: of the address."""

    __table_args__ = (Index("ix_code_gate_window_start", "window_start"),)

    mark: Mapped[str] = mapped_column(String(32), primary_key=True)
    window_start: Mapped[datetime] = mapped_column(UtcTime)
    count: Mapped[int] = mapped_column(Integer, default=1)
