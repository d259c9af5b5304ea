"""Every few seconds: give back what died in flight, wake what is due, try what is on hold, go on
with long runs, forget what is old. Works after the queue was emptied."""

from __future__ import annotations

from datetime import timedelta

import structlog
from sqlalchemy import and_, exists, or_, select, update

from hubapp import queue
from hubapp.core.retrying import State
from hubapp.extensions import db
from hubapp.models import Connection, Delivery
from hubapp.models.columns import now
from hubapp.models.delivery import is_open
from hubapp.services import claiming
from hubapp.services.draining import drain
from hubapp.services.holding import probe_due, tell_admins
from hubapp.services.replaying import advance_runs
from hubapp.services.wiping import wipe_old

log = structlog.get_logger()
LONGEST_WAIT = timedelta(minutes=70)
"""No destination makes us wait longer; what is due later than this was dated by a clock that has
been set back since."""


def sweep() -> None:
    """One round. While the queue is away, delivers by itself."""
    if expired := claiming.give_back_expired():
        log.warning("claims expired", rows=expired)
    _mend_clock_steps()
    probe_due()
    tell_admins()
    advance_runs()
    wipe_old()
    for connection_id, lane in due_lanes():
        if not queue.wake_drain(connection_id, lane):
            drain(connection_id, lane)


def due_lanes() -> list[tuple[int, int]]:
    """Connection and lane of everything that could be sent now. One look into the index for each
    lane, so it costs the same whether ten deliveries wait or a million."""
    moment = now()
    sending = select(Connection.id, Connection.lanes).where(
        Connection.state == "on",
        or_(Connection.throttled_until.is_(None), Connection.throttled_until <= moment),
    )
    found = []
    for connection_id, lanes in db.session.execute(sending).all():
        for lane in range(lanes):
            waiting = exists().where(
                Delivery.connection_id == connection_id,
                Delivery.lane == lane,
                is_open(Delivery),
                Delivery.state == State.WAITING,
                Delivery.due_at <= moment,
            )
            if db.session.scalar(select(waiting)):
                found.append((connection_id, lane))
    db.session.commit()
    return found


def _mend_clock_steps() -> None:
    late = now() + LONGEST_WAIT
    for table, column in (
        (Connection, Connection.throttled_until),
        (Connection, Connection.probe_at),
    ):
        db.session.execute(
            update(table)
            .where(column > late)
            .values({column: now()})
            .execution_options(synchronize_session=False)
        )
    db.session.execute(
        update(Delivery)
        .where(and_(is_open(Delivery), Delivery.state == State.WAITING, Delivery.due_at > late))
        .values(due_at=now())
        .execution_options(synchronize_session=False)
    )
    db.session.commit()
