"""Work on many deliveries in the background."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, Integer
from sqlalchemy.orm import Mapped, mapped_column

from hubapp.extensions import db
from hubapp.models.columns import BigKey, Created, JsonColumn, Key, Kind, UtcTime

MOVE = "move"


class Run(db.Model):
    """A walk from ``cursor`` to ``until`` (ids) that adds deliveries behind live traffic.

    kind: ``backfill`` and ``resend`` walk activities, ``replay`` rejected deliveries; ``move``
    takes what waits along to another account, and what is known of it, see
    ``services/integrations/moving``; ``disconnect`` deletes.
    state: ``running``, ``paused``, ``done`` or ``stopped``. total, done, added: how many to look
    at, looked at, added. wanted: what to pick, e.g. ``{"reason": ..., "mapping": "now"}``.
    """

    __table_args__ = (Index("ix_run_connection", "connection_id", "id"),)

    id: Mapped[Key]
    connection_id: Mapped[int] = mapped_column(ForeignKey("connection.id", ondelete="CASCADE"))
    kind: Mapped[Kind]
    state: Mapped[Kind]
    wanted: Mapped[dict[str, Any]] = mapped_column(JsonColumn, default=dict)
    cursor: Mapped[int] = mapped_column(BigKey, default=0)
    until: Mapped[int] = mapped_column(BigKey)
    total: Mapped[int] = mapped_column(Integer)
    done: Mapped[int] = mapped_column(Integer, default=0)
    added: Mapped[int] = mapped_column(Integer, default=0)
    created_at: Mapped[Created]
    ended_at: Mapped[datetime | None] = mapped_column(UtcTime)
