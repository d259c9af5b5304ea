"""Read what was noted, and forget it after a year."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import delete, select

from hubapp.doors.database import end_reading, transaction
from hubapp.extensions import db
from hubapp.models import AuditEntry
from hubapp.models.columns import now

KEPT = timedelta(days=365)
_PAGE, _CHUNK = 50, 1000


def newest(
    workspace_id: int, kind: str = "", before: int = 0
) -> tuple[Sequence[AuditEntry], int | None]:
    """A page of what was noted, newest first, and where the next begins, if there is more. kind: of
    that alone; before: an id, older than that."""
    query = select(AuditEntry).where(AuditEntry.workspace_id == workspace_id)
    if kind:
        query = query.where(AuditEntry.kind == kind)
    if before > 0:
        query = query.where(AuditEntry.id < before)
    rows = db.session.scalars(query.order_by(AuditEntry.id.desc()).limit(_PAGE + 1)).all()
    shown = rows[:_PAGE]
    return shown, shown[-1].id if len(rows) > _PAGE else None


def forget_old() -> bool:
    """Some of what is older than a year, in a transaction of its own. True: there may be more."""
    old = AuditEntry.created_at < now() - KEPT
    ids = db.session.scalars(select(AuditEntry.id).where(old).limit(_CHUNK)).all()
    end_reading()
    if ids:
        with transaction() as session:
            session.execute(delete(AuditEntry).where(AuditEntry.id.in_(ids)))
    return len(ids) == _CHUNK
