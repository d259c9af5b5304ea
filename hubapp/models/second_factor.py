"""What somebody shows beside their password when they log in."""

from __future__ import annotations

from sqlalchemy import ForeignKey, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from hubapp.extensions import db
from hubapp.models.columns import BigKey, Created, JsonColumn


class SecondFactor(db.Model):
    """It is on while the row is there.

    sealed: what the app on their phone makes its codes from, encrypted. last_counter: the half
    minute of the last code that was taken; it and those before it are used up. codes: hashes of the
    recovery codes that are left.
    """

    user_id: Mapped[int] = mapped_column(
        ForeignKey("user.id", ondelete="CASCADE"), primary_key=True
    )
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    last_counter: Mapped[int] = mapped_column(BigKey)
    codes: Mapped[list[str]] = mapped_column(JsonColumn, default=list)
    created_at: Mapped[Created]
