"""A consent that was taken back: an act of its own, beside the receipt."""

from __future__ import annotations

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from hubapp.extensions import db
from hubapp.models.columns import Created


class Withdrawal(db.Model):
    """A consent is taken back once; whoever agrees again gives another one."""

    consent_id: Mapped[int] = mapped_column(
        ForeignKey("consent.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    created_at: Mapped[Created]
