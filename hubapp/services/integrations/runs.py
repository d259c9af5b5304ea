"""Runs: what came before the connection, everything once more, or all that was rejected for one
reason. They go on in the background, behind live traffic."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import structlog
from sqlalchemy import Select, func, select

from hubapp.core.errors import NotFoundHere, Problem, Refused
from hubapp.core.mapping import Unmappable
from hubapp.core.words import Words
from hubapp.doors.database import transaction
from hubapp.extensions import db
from hubapp.models import Connection, Delivery, OutboxRow, Run
from hubapp.models.columns import now
from hubapp.models.delivery import is_rejected
from hubapp.models.outbox import ASIDE, BEHIND
from hubapp.models.run import MOVE
from hubapp.services.integrations import earlier, leaving, moving
from hubapp.services.integrations.replay import (
    NOW,
    THEN,
    again,
    keep_connection,
)

log = structlog.get_logger()
Look = Callable[[Connection, Run], Sequence[int]]
"""Looks at the next ids, adds what they come to, and returns them."""
SECONDS = 1.0
"""In a round, for all chunks of a run that may follow one another."""
MOST_BEHIND = 3000
"""Deliveries that may wait behind live traffic before a run pauses for breath, so that it can be
stopped and its progress means something."""


def start_backfill(connection: Connection) -> Run:
    """Send what came before the connection. Raises Refused when there is nothing."""
    return _start(connection, "backfill", _count(earlier.earlier(connection)))


def start_resend(connection: Connection, person: str = "") -> Run:
    """Send all attributes of all people again, or of one. Raises Refused when there is nothing."""
    found = earlier.tellable(connection, person)
    return _start(connection, "resend", _count(found), {"person": person} if person else {})


def _count(ids: Select[Any]) -> tuple[int, int]:
    """How many there are, and the last."""
    some = ids.subquery()
    total, until = db.session.execute(select(func.count(), func.max(some.c.id))).one()
    return total, until or 0


def start_replay(connection: Connection, reason: str, mapping: str) -> Run:
    """Replay all rejected deliveries with this reason. Raises Refused when there is none."""
    mine = Delivery.connection_id == connection.id, is_rejected(Delivery)
    query = select(func.count(), func.max(Delivery.id)).where(*mine, Delivery.reason == reason)
    total, until = db.session.execute(query).one()
    found = total, until or 0
    wanted = {"reason": reason, "mapping": NOW if mapping == NOW else THEN}
    return _start(connection, "replay", found, wanted)


def _start(
    connection: Connection,
    kind: str,
    found: tuple[int, int],
    wanted: dict[str, Any] | None = None,
) -> Run:
    total, until = found
    if not total:
        raise Refused(Problem("run", Words("There is nothing to send.")))
    run = Run(
        connection_id=connection.id,
        kind=kind,
        state="running",
        wanted=wanted or {},
        until=until,
        total=total,
    )
    with transaction() as session:
        _refuse_a_second(run.connection_id, kind, run.wanted)
        session.add(run)
    return run


def _refuse_a_second(connection_id: int, kind: str, wanted: dict[str, Any]) -> None:
    # A second click waits here until the first has its run.
    lock = select(Connection.id).where(Connection.id == connection_id)
    if db.session.scalar(lock.with_for_update(key_share=True)) is None:
        raise NotFoundHere
    going = select(Run.wanted).where(
        Run.connection_id == connection_id, Run.kind == kind, Run.state.in_(("running", "paused"))
    )
    if wanted in db.session.scalars(going).all():
        raise Refused(Problem("run", Words("This is being sent already; see below how far it is.")))


def steer(connection: Connection, run_id: int, state: str) -> None:
    """Pause, resume or stop a run. Raises NotFoundHere."""
    connection_id = connection.id
    with transaction() as session:
        # A sweeper may be taking it to its end.
        run = session.get(Run, run_id, with_for_update=True)
        if run is None or run.connection_id != connection_id or run.kind == MOVE:
            raise NotFoundHere
        if run.state in ("running", "paused") and state in ("running", "paused", "stopped"):
            run.state = state
            if state == "stopped":
                run.ended_at = now()


def advance_runs() -> None:
    """Take every running run further, in chunks of a transaction each: one chunk of those that add
    deliveries, which others wait behind; a second's worth of those that delete."""
    for run_id in db.session.scalars(select(Run.id).where(Run.state == "running")).all():
        go_on(run_id)


def go_on(run_id: int) -> None:
    """Take one run further. Several transactions."""
    until = time.monotonic() + SECONDS
    while _advance(run_id) and time.monotonic() < until:
        pass


def _advance(run_id: int) -> bool:
    """One chunk. True: the next may follow at once."""
    with transaction() as session:
        # Another sweeper may have it.
        query = select(Run).where(Run.id == run_id)
        run = session.scalars(query.with_for_update(skip_locked=True)).one_or_none()
        if run is None or run.state != "running":
            return False
        return _STEPS[run.kind](session.get_one(Connection, run.connection_id), run)


def _room(connection: Connection) -> bool:
    behind = (
        select(OutboxRow.delivery_id)
        .where(
            OutboxRow.account_id == connection.account_id,
            OutboxRow.lane.in_(range(connection.account.lanes)),
            OutboxRow.priority.in_((BEHIND, ASIDE + BEHIND)),
        )
        .order_by(OutboxRow.lane, OutboxRow.delivery_id)
        .limit(MOST_BEHIND)
        .subquery()
    )
    return int(db.session.scalar(select(func.count()).select_from(behind)) or 0) < MOST_BEHIND


def _walk(connection: Connection, run: Run, look: Look) -> bool:
    """A step of a run that adds deliveries: looks at the next ids, if there is room behind."""
    if not _room(connection):
        return False
    ids = look(connection, run)
    if ids:
        run.cursor, run.done = ids[-1], run.done + len(ids)
    if len(ids) < earlier.CHUNK:
        run.state, run.ended_at = "done", now()
        log.info("run done", run=run.id, kind=run.kind, looked_at=run.done, added=run.added)
    return False


def _replay_step(connection: Connection, run: Run) -> Sequence[int]:
    keep_connection(connection.id)
    rows = db.session.scalars(
        select(Delivery)
        .where(
            Delivery.connection_id == connection.id,
            is_rejected(Delivery),
            Delivery.reason == run.wanted["reason"],
            Delivery.id > run.cursor,
            Delivery.id <= run.until,
        )
        .order_by(Delivery.id)
        .limit(earlier.CHUNK)
        .with_for_update()
    ).all()
    for row in rows:
        lane = again(connection, row, run.wanted["mapping"], BEHIND)
        if isinstance(lane, Unmappable):
            row.words = lane.sentence
        else:
            run.added += 1
    return [row.id for row in rows]


_STEPS: dict[str, Callable[[Connection, Run], bool]] = {
    "backfill": partial(_walk, look=earlier.step),
    "resend": partial(_walk, look=earlier.step),
    "replay": partial(_walk, look=_replay_step),
    leaving.KIND: leaving.step,
    MOVE: moving.step,
}
