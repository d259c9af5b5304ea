"""Deliver what waits in a lane: lease it, claim rows, send, write the verdicts, again. No
transaction is open while we wait for a destination."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from datetime import timedelta

import structlog
from flask import current_app
from sqlalchemy import exists, select

from hubapp import http, queue
from hubapp.core import confirming as core_confirming
from hubapp.core.destination import Outcome, Verdict
from hubapp.core.identifiers import new_id
from hubapp.core.retrying import State
from hubapp.destinations import destination_of
from hubapp.extensions import db
from hubapp.models import Connection, Delivery
from hubapp.models.columns import now
from hubapp.models.delivery import is_open
from hubapp.services import claiming
from hubapp.services.claiming import MOST, Lease, Row
from hubapp.services.holding import hold, key_mark, slow_down
from hubapp.services.sealing import open_sealed
from hubapp.services.settling import FEW_TRIES, Drain, Planned, Sent, plan, settle, settle_unsent

log = structlog.get_logger()
QUANTUM = 20
"""Requests that one drain may send before others get their turn."""
QUANTUM_SECONDS = 2.0
"""The same in time, for destinations that answer slowly."""
SHORT_WAIT = 1.0
"""Seconds that a drain waits for its turn itself; for longer it leaves the lane to the sweep."""
stopping = threading.Event()
"""Set when this process is asked to stop: a drain ends after the request that is under way."""


def drain(connection_id: int, lane: int) -> int:
    """Deliver what is due in a lane, until it is empty, the quantum is used or the destination
    asks us to stop. Returns the number of requests sent; 0 also when another holds the lane."""
    lease = Lease(connection_id, lane, new_id(16))
    tally = None if stopping.is_set() else claiming.take(lease)
    if tally is None:
        return 0
    sent = 0
    try:
        run = _prepare(lease, tally)
        if run is not None:
            sent = _work(run)
    finally:
        claiming.release(lease)
    if run is not None and not run.stopped and _due(connection_id, lane):
        queue.wake_drain(connection_id, lane)
    return sent


def _prepare(lease: Lease, tally: dict[str, object]) -> Drain | None:
    connection = db.session.get(Connection, lease.connection_id)
    run = None
    if connection is not None and _may_send(connection):
        destination = destination_of(connection.kind)
        secret = open_sealed(connection.secret)
        if secret is None:
            hold(
                connection,
                "The saved key cannot be read with today's HUBAPP_ENCRYPTION_KEYS. "
                "Paste the key again.",
            )
        elif destination is not None:
            budget = key_mark(connection.settings, secret)
            if connection.key_mark != budget:
                connection.key_mark = budget
            run = Drain(
                lease,
                destination,
                dict(connection.settings),
                secret,
                budget,
                connection.only_changes,
                connection.resend_events,
                connection.failures,
                dict(tally),
            )
    db.session.commit()
    return run


def _may_send(connection: Connection) -> bool:
    throttled = connection.throttled_until
    return connection.state == "on" and (throttled is None or throttled <= now())


def _work(run: Drain) -> int:
    """Requests until there is a reason to stop. One transaction between two of them: it writes
    what the last came to and claims for the next."""
    sent, until = 0, time.monotonic() + QUANTUM_SECONDS
    rows = _top_up(run, [])
    while rows:
        planned = plan(run, rows)
        idle = [each for each in planned if core_confirming.is_empty(each.record)]
        busy = [each for each in planned if not core_confirming.is_empty(each.record)]
        db.session.rollback()
        left: list[Row] = [each.row for each in busy]
        if busy and not _wait_for_turn(run):
            run.stopped = True
        elif busy:
            request = _send(run, busy)
            sent += 1
            verdicts = _judged(run, request)
            taken = request.request.taken
            left = settle(run, busy[:taken], request, verdicts)
            left += [each.row for each in busy[taken:]]
        if idle:
            settle_unsent(run, idle)
        # Less than one request could take: what has come meanwhile waits for the other lanes.
        short = not left and len(rows) < MOST
        used_up = sent >= QUANTUM or time.monotonic() > until
        ended = run.stopped or stopping.is_set() or short or used_up
        rows = _leave(run, left) if ended else _top_up(run, left)
    return sent


def _top_up(run: Drain, left: list[Row]) -> list[Row]:
    """What is left and as much again as one request may take, claimed; empty when the lane is no
    longer ours or may not send. Commits."""
    mine = not left or claiming.extend(run.lease, left)
    if not (claiming.hold_on(run.lease, run.tally) and mine):
        return _leave(run, left)
    rows = left
    if len(left) < MOST:
        rows = left + claiming.claim(run.lease, MOST - len(left))
    db.session.commit()
    return sorted(rows, key=lambda row: (row.place, row.id))


def _leave(run: Drain, left: Sequence[Row]) -> list[Row]:
    claiming.give_back(run.lease, left)
    claiming.hold_on(run.lease, run.tally)
    db.session.commit()
    return []


def _wait_for_turn(run: Drain) -> bool:
    """Keep to the key's rates. False: our turn is too far away to wait for it here."""
    rates = run.destination.rates(run.settings)
    while wait := queue.take_turn(run.budget, rates):
        if wait > SHORT_WAIT:
            connection = db.session.get(Connection, run.lease.connection_id)
            if connection is not None:
                slow_down(run.budget, connection, now() + timedelta(seconds=wait))
            return False
        time.sleep(wait)
    return True


def _send(run: Drain, planned: Sequence[Planned]) -> Sent:
    settings = current_app.extensions["settings"]
    at_most = run.at_most
    tries = max(each.row.attempts for each in planned)
    if tries > FEW_TRIES:
        # Something in here may be what the destination stumbles over: smaller and smaller
        # requests separate it from the rest.
        at_most = max(1, (at_most or MOST) >> (tries - FEW_TRIES))
    records = [each.record for each in planned]
    request = run.destination.build(run.settings, run.secret, records, at_most)
    began, clock = now(), time.perf_counter()
    reply = http.send(request, settings.send_timeout_seconds, settings.extra_endpoints)
    return Sent(request, reply, began, time.perf_counter() - clock)


def _judged(run: Drain, sent: Sent) -> list[Verdict]:
    """The verdicts; a request that was too large is halved the next time, and one record that is
    too large alone is refused."""
    verdicts = run.destination.judge(run.settings, sent.reply, sent.request)
    if all(verdict.outcome is not Outcome.SPLIT for verdict in verdicts):
        run.at_most = 0
        return verdicts
    if sent.request.taken > 1:
        run.at_most = max(1, sent.request.objects // 2)
        return verdicts
    words = (
        f"{verdicts[0].words} This one submission alone is too large; map fewer or shorter values."
    )
    request_id = verdicts[0].request_id
    return [Verdict(Outcome.REJECTED, words, request_id=request_id, reason="Too large")]


def _due(connection_id: int, lane: int) -> bool:
    waiting = exists().where(
        Delivery.connection_id == connection_id,
        Delivery.lane == lane,
        is_open(Delivery),
        Delivery.state == State.WAITING,
        Delivery.due_at <= now(),
    )
    found = db.session.scalar(select(waiting))
    db.session.commit()
    return bool(found)
