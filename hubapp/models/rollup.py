"""What came of hubs, in sums."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Integer, SmallInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from hubapp.extensions import db
from hubapp.models.columns import UtcTime

OF_HUB, QUARTER, DAY = 0, 1, 2
"""Spans: a quarter of an hour of a whole hub, without card, key and source; the same of all that
there is; and a day, UTC. A range of any time zone is whole days and a few quarters, so that it is
read in few rows, however many came."""


class Rollup(db.Model):
    """at: when the span begins. card_id: empty for the hub itself. metric: see
    ``services/results/measures``; key: what of it, such as a choice, never what somebody typed;
    source: of whom it is, see ``core/source``."""

    __table_args__ = ({"sqlite_with_rowid": False},)

    hub_id: Mapped[int] = mapped_column(ForeignKey("hub.id", ondelete="CASCADE"), primary_key=True)
    span: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(UtcTime, primary_key=True)
    card_id: Mapped[str] = mapped_column(String(20), primary_key=True)
    metric: Mapped[str] = mapped_column(String(12), primary_key=True)
    key: Mapped[str] = mapped_column(String(80), primary_key=True)
    source: Mapped[str] = mapped_column(String(60), primary_key=True)
    count: Mapped[int] = mapped_column(Integer)
