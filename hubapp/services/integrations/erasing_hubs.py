"""Hubs that were deleted long ago are erased: their connections first, as if somebody had
disconnected them, then what came of them, then the hub itself; in chunks, so that nobody waits."""

from __future__ import annotations

import time
from typing import Any

from sqlalchemy import Table, delete, select, tuple_

from hubapp.doors.database import end_reading, transaction
from hubapp.extensions import db
from hubapp.models import Connection, Hub
from hubapp.services import editing
from hubapp.services.integrations.leaving import CHUNK, disconnect

QUANTUM = 0.5
"""Seconds that one call takes at most; the next goes on."""
_BY_ITSELF = {"connection"}
"""Not deleted by us: it goes when the last of its deliveries has gone."""


def erase_hubs() -> None:
    """Several short transactions. What belongs to the workspace stays: contacts, pictures."""
    until = time.monotonic() + QUANTUM
    hub_ids = editing.hubs_to_erase()
    end_reading()
    for hub_id in hub_ids:
        while _step(hub_id):
            if time.monotonic() > until:
                return


def _step(hub_id: int) -> bool:
    """True: there is more to do now."""
    kept = db.session.scalars(select(Connection).where(Connection.hub_id == hub_id)).all()
    if kept:
        hub = db.session.get_one(Hub, hub_id)
        for kind in [each.kind for each in kept if each.state != "leaving"]:
            disconnect(hub, kind)
        # Those that leave are the runs', which the sweep goes on with.
        return False
    with transaction() as session:
        mine = select(Hub.id).where(Hub.id == hub_id, Hub.deleted_at.is_not(None))
        if session.scalar(mine.with_for_update()) is None:
            return False
        if any(_delete_some(table, hub_id) for table in tables_of_hubs()):
            return True
        session.execute(delete(Hub).where(Hub.id == hub_id))
    return False


def tables_of_hubs() -> list[Table]:
    """All whose rows are a hub's, such that what refers to another comes before it."""
    tables = reversed(db.metadata.sorted_tables)
    return [each for each in tables if "hub_id" in each.columns and each.name not in _BY_ITSELF]


def _delete_some(table: Table, hub_id: int) -> bool:
    """Delete a chunk. True: there may be more."""
    columns = list(table.primary_key.columns)
    some = select(*columns).where(table.c.hub_id == hub_id).limit(CHUNK)
    key: Any = columns[0] if len(columns) == 1 else tuple_(*columns)
    gone = db.session.execute(delete(table).where(key.in_(some)))
    return int(gone.rowcount) == CHUNK  # type: ignore[attr-defined]
