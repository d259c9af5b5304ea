"""What speakers told hubs, as one value a field. These pieces join the caller's transaction and do
not commit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import or_, select

from hubapp.core.snapshot import FieldSnapshot
from hubapp.doors.rows import write
from hubapp.extensions import db
from hubapp.fields import field_kind_of
from hubapp.models import Hub, Speaker, Told, Workspace


def lasting_values(fields: Sequence[FieldSnapshot], values: Mapping[str, Any]) -> dict[str, Any]:
    """What stays told, by field key. Without consents: each belongs to its submission and has a
    receipt of its own."""
    told = {key: value for key, value in values.items() if value is not None}
    for field in fields:
        kind = field_kind_of(field.kind)
        if kind is not None and kind.receipt:
            told.pop(field.key, None)
    return told


def keep_told(
    speaker: Speaker, hub_id: int, values: Mapping[str, Any], first: bool = False
) -> Mapping[str, Any]:
    """Keep what a speaker told a hub. values: field key -> value. first: they cannot have told
    anything before. Returns what was kept before."""
    kept = None if first else db.session.get(Told, (speaker.id, hub_id))
    if kept is None:
        write(Told(speaker_id=speaker.id, hub_id=hub_id, values=dict(values)))
        return {}
    before: Mapping[str, Any] = kept.values
    kept.values = {**before, **values}
    return before


def told(speaker_id: int | None, hub_id: int) -> dict[str, Any]:
    """Field key -> what this speaker told this hub, without consents."""
    kept = db.session.get(Told, (speaker_id, hub_id)) if speaker_id else None
    return dict(kept.values) if kept else {}


def told_or_shared(speaker_id: int | None, hub_id: int) -> dict[str, Any]:
    """The same, and what they told the workspace's other hubs, where it lets hubs share; this hub
    was told it last."""
    query = (
        select(Told.values)
        .join(Hub, Hub.id == hub_id)
        .join(Workspace, Workspace.id == Hub.workspace_id)
        .where(Told.speaker_id == speaker_id)
        .where(or_(Told.hub_id == hub_id, Workspace.shares_told))
        .order_by(Told.hub_id == hub_id, Told.hub_id)
    )
    found: dict[str, Any] = {}
    for values in db.session.scalars(query):
        found |= values
    return found
