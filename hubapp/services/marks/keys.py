"""The key of a workspace's marks."""

from __future__ import annotations

import secrets

from sqlalchemy import select

from hubapp.doors.vault import open_sealed, seal_own
from hubapp.extensions import db
from hubapp.models import Hub, Workspace


class KeyLost(RuntimeError):
    """It was sealed with a key that is in the settings no more: with another, everybody would be
    somebody new."""


def new_key() -> bytes:
    """For a new workspace, sealed."""
    return seal_own(secrets.token_urlsafe(48))


def key_of(workspace_id: int) -> str:
    """Raises KeyLost."""
    query = select(Workspace.marks_key).where(Workspace.id == workspace_id)
    return _opened(db.session.scalar(query))


def key_of_hub(hub_id: int) -> str:
    """Of the workspace that a hub is in. Raises KeyLost."""
    query = select(Workspace.marks_key).join(Hub, Hub.workspace_id == Workspace.id)
    return _opened(db.session.scalar(query.where(Hub.id == hub_id)))


def lost() -> int:
    """Workspaces whose key no key of today opens."""
    return sum(
        open_sealed(each) is None for each in db.session.scalars(select(Workspace.marks_key))
    )


def _opened(sealed: bytes | None) -> str:
    found = open_sealed(sealed or b"")
    if found is None:
        raise KeyLost("add the old key behind the new one in HUBAPP_ENCRYPTION_KEYS")
    return found
