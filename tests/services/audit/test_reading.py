"""What was noted is read by pages, and forgotten after a year."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import func, select

from hubapp.doors.database import transaction
from hubapp.extensions import db
from hubapp.models import AuditEntry
from hubapp.models.columns import now
from hubapp.services import audit
from tests.support.factories import WorkspaceFactory


def write(workspace_id: int, kinds: list[str], days: int = 0) -> None:
    with transaction() as session:
        at = now() - timedelta(days=days)
        session.add_all(
            AuditEntry(workspace_id=workspace_id, kind=each, created_at=at) for each in kinds
        )


def test_pages_of_fifty_newest_first(both, workspace):
    write(workspace.id, ["signed_in"] * 60)
    write(WorkspaceFactory().id, ["removed"])
    first, older = audit.newest(workspace.id)
    assert len(first) == 50
    rest, end = audit.newest(workspace.id, before=older)
    ids = [row.id for row in (*first, *rest)]
    assert (len(ids), end) == (60, None)
    assert ids == sorted(ids, reverse=True)


def test_of_one_kind(both, workspace):
    write(workspace.id, ["signed_in", "removed", "signed_in"])
    rows, _ = audit.newest(workspace.id, "removed")
    assert [row.kind for row in rows] == ["removed"]
    assert audit.newest(workspace.id, "nothing") == ([], None)


def test_what_is_older_than_a_year_is_forgotten(both, workspace):
    write(workspace.id, ["signed_in"] * 3, days=366)
    write(workspace.id, ["removed"], days=364)
    assert audit.forget_old() is False
    assert db.session.scalars(select(AuditEntry.kind)).all() == ["removed"]


def test_a_great_deal_is_forgotten_piece_by_piece(both, workspace):
    write(workspace.id, ["signed_in"] * 1001, days=400)
    assert audit.forget_old() is True
    assert db.session.scalar(select(func.count(AuditEntry.id))) == 1
