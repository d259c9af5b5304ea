"""What came of tests goes for good: plays, entries, activities and deliveries; in chunks, so that
nobody waits however many there are. What a sandbox was told stays there."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import delete, or_, select

from hubapp.doors.database import transaction
from hubapp.extensions import db
from hubapp.models import Activity, Connection, Delivery, OutboxRow, Play, Speaker, Visitor
from hubapp.services import delivery

CHUNK = 500
"""Plays that are deleted in one transaction."""


def delete_tests(hub_id: int) -> int:
    """Delete all tests of a hub. Several transactions. Returns how many plays went."""
    count = 0
    while gone := _delete_some(hub_id):
        count += gone
    return count


def _delete_some(hub_id: int) -> int:
    with transaction() as session:
        # In the order of a drain, which must not write of what goes.
        mine = select(Connection.id).where(Connection.hub_id == hub_id).order_by(Connection.id)
        held = [delivery.hold_still(each) for each in session.scalars(mine).all()]
        query = select(Play.id).where(Play.hub_id == hub_id, Play.test).order_by(Play.id)
        plays = session.scalars(query.limit(CHUNK).with_for_update()).all()
        if not plays:
            return 0
        activities = session.scalars(select(Activity.id).where(Activity.play_id.in_(plays))).all()
        for connection in held:
            if connection is not None:
                _delete_deliveries(connection, plays, activities)
        _delete(Activity, activities)
        # A test's visitor is of one hub alone, and all that it said goes with it.
        speakers = select(Play.speaker_id).where(Play.id.in_(plays))
        visitors = select(Speaker.visitor_id).where(Speaker.id.in_(speakers)).distinct()
        found = session.scalars(visitors).all()
        _delete(Play, plays)
        _delete(Visitor, found)
    return len(plays)


def _delete_deliveries(
    connection: Connection, plays: Sequence[int], activities: Sequence[int]
) -> None:
    query = select(Delivery).where(
        Delivery.connection_id == connection.id,
        or_(Delivery.activity_id.in_(activities), Delivery.play_id.in_(plays)),
    )
    rows = db.session.scalars(query).all()
    delivery.take_out(connection.account_id, rows)
    ids = [row.id for row in rows]
    gone = delete(OutboxRow).where(*delivery.in_line(connection), OutboxRow.delivery_id.in_(ids))
    db.session.execute(gone.execution_options(synchronize_session=False))
    _delete(Delivery, ids)


def _delete(table: Any, ids: Collection[int]) -> None:
    gone = delete(table).where(table.id.in_(ids))
    db.session.execute(gone.execution_options(synchronize_session=False))
