"""Who has had their turn."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from hubapp.extensions import db
from hubapp.models.columns import UtcTime


class EntryGate(db.Model):
    """One subject at one card by one rule. subject: a mark from which nobody reads the visitor or
    address (``services/visiting/entries.py``); window_start: what its last turns count from;
    count: how many they are. Releases before ``EntryRule.turns`` counted on from window to window,
    with one turn in each."""

    hub_id: Mapped[int] = mapped_column(ForeignKey("hub.id", ondelete="CASCADE"), primary_key=True)
    card_id: Mapped[str] = mapped_column(String(20), primary_key=True)
    rule: Mapped[str] = mapped_column(String(10), primary_key=True)
    subject: Mapped[str] = mapped_column(String(32), primary_key=True)
    window_start: Mapped[datetime] = mapped_column(UtcTime)
    count: Mapped[int] = mapped_column(Integer, default=1)
