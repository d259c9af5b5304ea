"""Whether hubs of a workspace share what visitors told them is the owners' to say."""

from __future__ import annotations

from sqlalchemy import select

from hubapp.extensions import db
from hubapp.models import AuditEntry, Workspace
from hubapp.services import operating


def test_hubs_share_nothing_until_an_owner_says_so_and_it_is_noted(workspace):
    assert not db.session.get_one(Workspace, workspace.id).shares_told
    operating.share_between_hubs(workspace.id, True)
    assert db.session.get_one(Workspace, workspace.id).shares_told
    operating.share_between_hubs(workspace.id, False)
    assert not db.session.get_one(Workspace, workspace.id).shares_told
    noted = db.session.scalars(select(AuditEntry.kind).order_by(AuditEntry.id)).all()
    assert noted == ["hubs_share", "hubs_share_not"]
