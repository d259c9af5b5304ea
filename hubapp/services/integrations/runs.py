"""Runs: what came before the connection, everything once more, or all that was rejected for one
reason. They go on in the background, behind live traffic."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import structlog
from sqlalchemy import exists, func, select

from hubapp.core.errors import NotFoundHere, Problem, Refused
from hubapp.core.labels import group_of
from hubapp.core.mapping import Record, Unmappable
from hubapp.core.words import Words
from hubapp.destinations import destination_of
from hubapp.doors.database import transaction
from hubapp.extensions import db
from hubapp.models import Connection, Delivery, OutboxRow, Run, Submission
from hubapp.models.columns import now
from hubapp.models.delivery import is_rejected
from hubapp.models.outbox import ASIDE, BEHIND
from hubapp.services.delivery import put_in_line
from hubapp.services.integrations import consents, leaving
from hubapp.services.integrations.replay import (
    NOW,
    THEN,
    again,
    keep_connection,
    record_of_submission,
)

log = structlog.get_logger()
Look = Callable[[Connection, Run], Sequence[int]]
"""Looks at the next ids, adds what they come to, and returns them."""
MOST_COUNTED = 1000
"""Submissions that a screen counts each time it is looked at."""
CHUNK = 500
"""Submissions that a run looks at in one transaction."""
SECONDS = 1.0
"""In a round, for all chunks of a run that may follow one another."""
MOST_BEHIND = 3000
"""Deliveries that may wait behind live traffic before a run pauses for breath, so that it can be
stopped and its progress means something."""


def earlier_offered(connection: Connection) -> int:
    """How many submissions from before the connection are still to be offered: those that no run
    has looked at. A screen asks, so it counts no further than ``MOST_COUNTED`` and one more."""
    query = select(Run).where(
        Run.connection_id == connection.id, Run.kind.in_(("backfill", "resend"))
    )
    looked_at = [
        run.until if run.state == "done" else run.cursor
        for run in db.session.scalars(query)
        if not run.wanted
    ]
    past = max(looked_at, default=0)
    if past >= connection.begins_after:
        return 0
    earlier = _earlier(connection)
    some = select(earlier.c.id).where(earlier.c.id > past).limit(MOST_COUNTED + 1).subquery()
    return int(db.session.scalar(select(func.count()).select_from(some)) or 0)


def earlier_submissions(connection: Connection) -> int:
    """How many submissions came before the connection and were never sent on it."""
    return int(db.session.scalar(select(func.count()).select_from(_earlier(connection))) or 0)


def _earlier(connection: Connection) -> Any:
    sent = exists().where(
        Delivery.submission_id == Submission.id, Delivery.connection_id == connection.id
    )
    return (
        select(Submission.id)
        .where(
            Submission.hub_id == connection.hub_id,
            Submission.id <= connection.begins_after,
            ~sent,
        )
        .subquery()
    )


def start_backfill(connection: Connection) -> Run:
    """Send what came before the connection. Raises Refused when there is nothing."""
    return _start(connection, "backfill", earlier_submissions(connection), connection.begins_after)


def start_resend(connection: Connection, person: str = "") -> Run:
    """Send all attributes of all people again, or of one. Raises Refused when there is nothing."""
    query = select(Submission.id).where(Submission.hub_id == connection.hub_id)
    if person:
        ids = select(Delivery.submission_id).where(
            Delivery.connection_id == connection.id, Delivery.person == person
        )
        query = query.where(Submission.id.in_(ids))
    total = int(db.session.scalar(select(func.count()).select_from(query.subquery())) or 0)
    until = int(db.session.scalar(select(func.max(Submission.id))) or 0)
    return _start(connection, "resend", total, until, {"person": person} if person else {})


def start_replay(connection: Connection, reason: str, mapping: str) -> Run:
    """Replay all rejected deliveries with this reason. Raises Refused when there is none."""
    mine = Delivery.connection_id == connection.id, is_rejected(Delivery)
    query = select(func.count(), func.max(Delivery.id)).where(*mine, Delivery.reason == reason)
    total, until = db.session.execute(query).one()
    wanted = {"reason": reason, "mapping": NOW if mapping == NOW else THEN}
    return _start(connection, "replay", total, until or 0, wanted)


def _start(
    connection: Connection, kind: str, total: int, until: int, wanted: dict[str, Any] | None = None
) -> Run:
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
        if run is None or run.connection_id != connection_id:
            raise NotFoundHere
        if run.state in ("running", "paused") and state in ("running", "paused", "stopped"):
            run.state = state
            if state == "stopped":
                run.ended_at = now()


def advance_runs() -> None:
    """Take every running run further, in chunks of a transaction each: one chunk of those that add
    deliveries, which others wait behind; a second's worth of those that delete."""
    for run_id in db.session.scalars(select(Run.id).where(Run.state == "running")).all():
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
    if len(ids) < CHUNK:
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
        .limit(CHUNK)
        .with_for_update()
    ).all()
    for row in rows:
        lane = again(connection, row, run.wanted["mapping"], BEHIND)
        if isinstance(lane, Unmappable):
            row.words = lane.sentence
        else:
            run.added += 1
    return [row.id for row in rows]


def _submission_step(connection: Connection, run: Run) -> Sequence[int]:
    query = select(Submission).where(
        Submission.hub_id == connection.hub_id,
        Submission.id > run.cursor,
        Submission.id <= run.until,
    )
    if run.kind == "backfill":
        query = query.where(Submission.id.in_(select(_earlier(connection).c.id)))
    elif person := run.wanted.get("person"):
        ids = select(Delivery.submission_id).where(
            Delivery.connection_id == connection.id, Delivery.person == person
        )
        query = query.where(Submission.id.in_(ids))
    found = db.session.scalars(query.order_by(Submission.id).limit(CHUNK)).all()
    for submission in found:
        run.added += _put_behind(connection, submission, events=run.kind == "backfill")
    return [submission.id for submission in found]


def _put_behind(connection: Connection, submission: Submission, events: bool) -> int:
    record = record_of_submission(connection, submission)
    if isinstance(record, Unmappable):
        return 0
    if not events or consents.have_left(connection, submission):
        record = record.without_once()
    if not events:
        record = _without_event(connection, record)
    first = db.session.scalar(
        select(func.min(Delivery.id)).where(
            Delivery.submission_id == submission.id, Delivery.connection_id == connection.id
        )
    )
    delivery = Delivery(
        connection_id=connection.id,
        account_id=connection.account_id,
        submission_id=submission.id,
        play_id=submission.play_id,
        card_id=submission.card_id,
        whole=not events,
        # Before everything that was sent on this connection when it happened.
        place=first if first is not None else submission.id - connection.begins_after - 1,
        created_at=now(),
    )
    db.session.add(delivery)
    put_in_line(connection, delivery, record, BEHIND)
    return 1


def _without_event(connection: Connection, record: Record) -> Record:
    """Only what stays where it stands."""
    destination = destination_of(connection.kind)
    groups = {each: group_of(destination, each) for each in record.values} if destination else {}
    lasting = {
        target: value
        for target, value in record.values.items()
        if (group := groups.get(target)) is not None and group.lasting
    }
    return replace(record, event_name="", values=lasting)


_STEPS: dict[str, Callable[[Connection, Run], bool]] = {
    "backfill": partial(_walk, look=_submission_step),
    "resend": partial(_walk, look=_submission_step),
    "replay": partial(_walk, look=_replay_step),
    leaving.KIND: leaving.step,
}
