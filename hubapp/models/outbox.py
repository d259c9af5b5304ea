"""What is not at its end yet: where the drain looks for work."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index, Integer, SmallInteger, String, text
from sqlalchemy.orm import Mapped, mapped_column

from hubapp.extensions import db
from hubapp.models.columns import UtcTime

LIVE, BEHIND = 0, 1
"""Priorities: what happens now, and what goes behind it."""
ASIDE = 10
"""Added to the priority of what belongs to a paused connection: no claim looks so far."""
PRIORITIES = (LIVE, BEHIND, ASIDE + LIVE, ASIDE + BEHIND)


class OutboxRow(db.Model):
    """Written with its delivery and deleted with its end, so this table is as large as the backlog
    and no larger. Its key is the order in which a lane is drained, so to find the next rows costs
    the same whether ten wait or a million. Whose turn it is stands in the lane
    (``models/account``), not here: a delivery is written twice, when it is accepted and when it
    ends.

    priority: one of ``PRIORITIES``. person: mark of the person's key
    (``core/confirming.person_mark``). due_at: None means now; a time means that an earlier try
    failed and that the person's later rows wait as well.
    """

    __tablename__ = "outbox"
    __table_args__ = (
        # Small at any backlog: only what failed and waits for its own time is in these.
        Index(
            "ix_outbox_later",
            "account_id",
            "person",
            "delivery_id",
            postgresql_where=text("due_at is not null"),
            sqlite_where=text("due_at is not null"),
        ),
        Index(
            "ix_outbox_due",
            "due_at",
            postgresql_where=text("due_at is not null"),
            sqlite_where=text("due_at is not null"),
        ),
        {
            "sqlite_with_rowid": False,
            # Every row dies soon: tell the vacuum not to wait for a fifth of the table.
            "postgresql_with": {
                "autovacuum_vacuum_scale_factor": 0.01,
                "autovacuum_vacuum_threshold": 5000,
            },
        },
    )

    account_id: Mapped[int] = mapped_column(
        ForeignKey("account.id", ondelete="CASCADE"), primary_key=True
    )
    lane: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    priority: Mapped[int] = mapped_column(
        SmallInteger, primary_key=True, autoincrement=False, default=LIVE
    )
    delivery_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    person: Mapped[str] = mapped_column(String(32))
    due_at: Mapped[datetime | None] = mapped_column(UtcTime)
