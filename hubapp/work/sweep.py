"""Every few seconds: wake what is due and what a dead worker left, try what is on hold, go on with
long runs, forget what is old. Works after the queue was emptied."""

from __future__ import annotations

from datetime import timedelta

import structlog
from sqlalchemy import not_, or_, select, update

from hubapp.doors import queue
from hubapp.extensions import db
from hubapp.models import Connection, ConnectionLane, OutboxRow
from hubapp.models.columns import now
from hubapp.services import delivery, integrations

log = structlog.get_logger()
LONGEST_WAIT = timedelta(minutes=70)
"""No destination makes us wait longer; what is due later than this was dated by a clock that has
been set back since."""


def sweep() -> None:
    """One round. While the queue is away, delivers by itself."""
    _mend_clock_steps()
    delivery.probe_due()
    delivery.tell_admins()
    integrations.advance_runs()
    delivery.wipe_old()
    for connection_id, lane in due_lanes():
        if not queue.wake_drain(connection_id, lane):
            delivery.drain_lane(connection_id, lane)


def due_lanes() -> list[delivery.Lane]:
    """Connection and lane of everything that could be sent now and that nobody has in hand. A lane
    whose holder died is among them: what it had in hand is still in the outbox."""
    moment = now()
    sending = db.session.execute(
        select(Connection.id, Connection.lanes).where(
            Connection.state == "on",
            or_(Connection.throttled_until.is_(None), Connection.throttled_until <= moment),
        )
    ).all()
    held = set(
        db.session.execute(
            select(ConnectionLane.connection_id, ConnectionLane.lane).where(
                not_(delivery.is_free(moment))
            )
        ).tuples()
    )
    db.session.commit()
    lanes = ((connection_id, lane) for connection_id, many in sending for lane in range(many))
    return [lane for lane in lanes if lane not in held and delivery.is_due(*lane)]


def _mend_clock_steps() -> None:
    late = now() + LONGEST_WAIT
    for table, column in (
        (Connection, Connection.throttled_until),
        (Connection, Connection.probe_at),
        (OutboxRow, OutboxRow.due_at),
    ):
        db.session.execute(
            update(table)
            .where(column.is_not(None), column > late)
            .values({column: now()})
            .execution_options(synchronize_session=False)
        )
    db.session.commit()
