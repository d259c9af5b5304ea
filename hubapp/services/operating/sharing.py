"""Whether hubs of a workspace share what visitors told them."""

from __future__ import annotations

from hubapp.doors.database import transaction
from hubapp.models import Workspace
from hubapp.services import audit


def share_between_hubs(workspace_id: int, shares: bool) -> None:
    """From now on: what was sent before stays as it was sent."""
    with transaction() as session:
        session.get_one(Workspace, workspace_id, with_for_update=True).shares_told = shares
        audit.note(workspace_id, audit.Act.HUBS_SHARE if shares else audit.Act.HUBS_SHARE_NOT)
