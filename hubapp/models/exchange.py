"""One request to a destination and its answer."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Integer, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from hubapp.extensions import db
from hubapp.models.columns import Key, UtcTime


class Exchange(db.Model):
    """content: the body sent, the answer and where each delivery stands in the body, packed (see
    ``services/settling``); never the credential. Deleted when its days are over.
    status None: no answer; failure says why. took_ms: milliseconds; people: deliveries in it."""

    __table_args__ = (Index("ix_exchange_sent", "account_id", "sent_at"),)

    id: Mapped[Key]
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"))
    sent_at: Mapped[datetime] = mapped_column(UtcTime)
    took_ms: Mapped[int] = mapped_column(Integer)
    status: Mapped[int | None] = mapped_column(Integer)
    failure: Mapped[str] = mapped_column(String(20), default="")
    request_id: Mapped[str] = mapped_column(String(120), default="")
    people: Mapped[int] = mapped_column(Integer)
    delivered: Mapped[int] = mapped_column(Integer)
    content: Mapped[bytes] = mapped_column(LargeBinary)
