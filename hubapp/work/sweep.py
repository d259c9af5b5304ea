"""Every few seconds: wake what is due and what a dead worker left, ask for tries of what is on
hold, go on with long runs, forget what is old. Works after the queue was emptied. Nothing in here
waits for an endpoint while the queue is up."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from datetime import timedelta

import structlog
from sqlalchemy import exists, not_, or_, select, update

from hubapp.doors import queue
from hubapp.doors.database import end_reading, transaction
from hubapp.extensions import db
from hubapp.logs import told
from hubapp.models import Account, AccountLane, Connection, OutboxRow
from hubapp.models.columns import now
from hubapp.services import audit, delivery, integrations, mailing, results, rights, visiting
from hubapp.work import jobs

log = structlog.get_logger()
LONGEST_WAIT = timedelta(minutes=70)
"""No destination makes us wait longer; what is due later than this was dated by a clock that has
been set back since."""


REST_SECONDS = 600.0
"""Between two looks for what is old, once nothing is."""
_rested_until = 0.0


def sweep() -> None:
    """One round, in steps of which each has transactions of its own; one that fails stops no other.
    What is due goes first. While the queue is away, delivers by itself."""
    for step in (
        _wake_due,
        delivery.move_all,
        _ask_for_probes,
        _ask_for_mails,
        _ask_for_letters,
        _mend_clock_steps,
        integrations.advance_runs,
        visiting.end_waiting,
        visiting.end_left,
        results.count_new,
        rights.advance,
        rights.erase_closed,
        integrations.erase_hubs,
        integrations.clear_accounts,
        integrations.tell_needs,
        _forget_old,
    ):
        _quietly(step)


def _quietly(call: Callable[..., object], *given: int) -> None:
    try:
        call(*given)
    except Exception as error:  # noqa: BLE001 - the other steps, and the other lanes, go on
        db.session.rollback()
        log.error("sweep failed", step=getattr(call, "__name__", ""), given=given, **told(error))


def _wake_due() -> None:
    for account_id, lane in due_lanes():
        if not queue.wake_drain(account_id, lane):
            _quietly(delivery.drain_lane, account_id, lane)


def _ask_for_probes() -> None:
    _ask(delivery.probes_due(), queue.ask_for_probe, jobs.probe)


def _ask_for_mails() -> None:
    _ask(delivery.untold(), queue.ask_for_mail, jobs.tell)


def _ask_for_letters() -> None:
    _ask(mailing.due(), queue.ask_for_letter, jobs.letter)


def _ask(rows: Iterable[int], ask: Callable[[int], bool], does: Callable[[int], None]) -> None:
    end_reading()
    for row_id in rows:
        if not ask(row_id):
            _quietly(does, row_id)


def _forget_old() -> None:
    global _rested_until
    if time.monotonic() < _rested_until:
        return
    more = [forget() for forget in (delivery.wipe_old, audit.forget_old)]
    if not any(more):
        _rested_until = time.monotonic() + REST_SECONDS


def due_lanes() -> list[delivery.Lane]:
    """Account and lane of everything that could be sent now and that nobody has in hand. A lane
    whose holder died is among them: what it had in hand is still in the outbox."""
    moment = now()
    sending = db.session.execute(
        select(Account.id, Account.lanes).where(
            Account.state == "on",
            exists().where(Connection.account_id == Account.id, Connection.state == "on"),
            or_(Account.throttled_until.is_(None), Account.throttled_until <= moment),
        )
    ).all()
    held = set(
        db.session.execute(
            select(AccountLane.account_id, AccountLane.lane).where(not_(delivery.is_free(moment)))
        ).tuples()
    )
    lanes = ((account_id, lane) for account_id, many in sending for lane in range(many))
    due = [lane for lane in lanes if lane not in held and delivery.is_due(*lane)]
    end_reading()
    return due


def _mend_clock_steps() -> None:
    """Looks first: nearly always there is nothing to write."""
    late = now() + LONGEST_WAIT
    times = (
        (Account, Account.throttled_until),
        (Account, Account.probe_at),
        (OutboxRow, OutboxRow.due_at),
    )
    wrong = [
        (table, column)
        for table, column in times
        if db.session.scalar(select(exists().where(column.is_not(None), column > late)))
    ]
    end_reading()
    if not wrong:
        return
    with transaction() as session:
        for table, column in wrong:
            session.execute(
                update(table)
                .where(column.is_not(None), column > late)
                .values({column: now()})
                .execution_options(synchronize_session=False)
            )
