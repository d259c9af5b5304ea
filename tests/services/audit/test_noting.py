"""Who did what is noted with the act, or neither happens."""

from __future__ import annotations

import pytest
from flask import g
from sqlalchemy import select

from hubapp.doors.database import transaction
from hubapp.extensions import db
from hubapp.models import AuditEntry
from hubapp.services import audit
from tests.support.factories import MemberFactory, WorkspaceFactory


def noted() -> list[tuple[int, str, str, str, str]]:
    rows = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id))
    return [(row.workspace_id, row.kind, row.by_email, row.about, row.network) for row in rows]


@pytest.fixture
def here(both, owner):
    """The owner acts, from a known place."""
    audit.comes_from("203.0.113.7")
    audit.acts(owner)
    yield owner
    for name in ("audit_network", "audit_email"):
        g.pop(name, None)


def test_who_is_logged_in_and_from_where(here, workspace):
    with transaction():
        audit.note(workspace.id, audit.Act.REMOVED, "bob@example.com")
    assert noted() == [
        (workspace.id, "removed", "owner@example.com", "bob@example.com", "203.0.113.7")
    ]


def test_what_is_rolled_back_is_not_noted(here, workspace):
    def fails() -> None:
        with transaction():
            audit.note(workspace.id, audit.Act.REMOVED)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fails()
    assert noted() == []


def test_from_a_command_nobody_is_named(both, workspace):
    with transaction():
        audit.note(workspace.id, audit.Act.ERASED, "7")
    assert noted() == [(workspace.id, "erased", "", "7", "")]


def test_what_concerns_an_account_stands_in_each_of_its_workspaces(here, workspace):
    second = WorkspaceFactory(name="Second")
    MemberFactory(workspace=second, user=here)
    MemberFactory(workspace__name="Of somebody else")
    with transaction():
        audit.note_of_user(here, audit.Act.PASSWORD_CHANGED, by=here)
    assert [row[:3] for row in noted()] == [
        (each, "password_changed", "owner@example.com") for each in (workspace.id, second.id)
    ]


def test_a_long_name_is_cut_to_its_column(both, workspace):
    with transaction():
        audit.note(workspace.id, audit.Act.CONNECTED, "x" * 300)
    assert len(noted()[0][3]) == 255
