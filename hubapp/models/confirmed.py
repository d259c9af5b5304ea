"""What a destination has confirmed of a person."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from hubapp.extensions import db
from hubapp.models.columns import JsonColumn


class Confirmed(db.Model):
    """person: hash of the person's key; values: target -> [hash of the value, its place in the
    person's story] (``core/confirming``). Hashes only: this table tells nothing about anybody."""

    account_id: Mapped[int] = mapped_column(
        ForeignKey("account.id", ondelete="CASCADE"), primary_key=True
    )
    person: Mapped[str] = mapped_column(String(32), primary_key=True)
    values: Mapped[dict[str, Any]] = mapped_column(JsonColumn)
