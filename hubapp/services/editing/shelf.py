"""Hubs that are put away: archived, or deleted and for a while still to be had back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import select

from hubapp.core.errors import NotFoundHere
from hubapp.doors.database import after_commit, transaction
from hubapp.extensions import db
from hubapp.models import Hub
from hubapp.models.columns import now
from hubapp.services import audit
from hubapp.services.editing.signals import hub_changed

KEPT = timedelta(days=30)
"""How long a deleted hub can be had back."""


def archive_hub(hub_id: int) -> None:
    """Off the air and out of the list; nothing of it is lost."""
    with transaction():
        hub = held(hub_id)
        hub.live_version_id, hub.archived_at = None, now()
        after_commit(hub_changed.send)


def unarchive_hub(hub_id: int) -> None:
    """Back in the list, as a draft."""
    with transaction():
        held(hub_id).archived_at = None


def delete_hub(hub_id: int) -> None:
    """Off the air and off every screen. For ``KEPT`` it can be had back; then it is erased, with
    all that came of it."""
    with transaction():
        hub = held(hub_id)
        hub.live_version_id, hub.deleted_at = None, now()
        audit.note(hub.workspace_id, audit.Act.HUB_DELETED, hub.name)
        after_commit(hub_changed.send)


def restore_hub(hub_id: int) -> None:
    """Have a deleted hub back, as a draft; one that is here stays as it is. Raises NotFoundHere
    when its time is over."""
    with transaction() as session:
        hub = session.get(Hub, hub_id, with_for_update={"key_share": True}, populate_existing=True)
        if hub is None or (hub.deleted_at is not None and hub.deleted_at <= now() - KEPT):
            raise NotFoundHere
        if hub.deleted_at is None:
            return
        hub.deleted_at = None
        audit.note(hub.workspace_id, audit.Act.HUB_RESTORED, hub.name)


def hubs_to_erase() -> Sequence[int]:
    """Ids of those whose time is over."""
    over = select(Hub.id).where(Hub.deleted_at.is_not(None), Hub.deleted_at <= now() - KEPT)
    return db.session.scalars(over.order_by(Hub.id)).all()


def held(hub_id: int) -> Hub:
    """The hub as it is now, which nobody else changes until the caller's transaction ends. Raises
    NotFoundHere for one that is deleted."""
    hub = db.session.get(Hub, hub_id, with_for_update={"key_share": True}, populate_existing=True)
    if hub is None or hub.deleted_at is not None:
        raise NotFoundHere
    return hub
