"""Deliver what waits in a lane: lease it, claim rows, send, write the verdicts, again. No
transaction is open while we wait for a destination."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from datetime import timedelta
from typing import NamedTuple

import structlog
from flask import current_app

from hubapp.core import confirming as core_confirming
from hubapp.core.destination import Action, OutgoingRequest, Verdict
from hubapp.core.identifiers import new_id
from hubapp.core.words import Words
from hubapp.destinations import destination_of
from hubapp.doors import http, queue
from hubapp.doors.database import end_reading, transaction
from hubapp.doors.vault import open_sealed
from hubapp.extensions import db
from hubapp.models import Account
from hubapp.models.columns import now
from hubapp.services.delivery import claims, lanes, outbox
from hubapp.services.delivery.claims import MOST, Row
from hubapp.services.delivery.exchanges import Exchanged, Sent
from hubapp.services.delivery.holds import hold, key_mark, slow_down
from hubapp.services.delivery.lanes import Lease
from hubapp.services.delivery.plan import Drain, Planned, plan
from hubapp.services.delivery.reasons import TOO_LARGE
from hubapp.services.delivery.settle import FEW_TRIES, settle

log = structlog.get_logger()
QUANTUM = 20
"""Requests that one drain may send before others get their turn."""
QUANTUM_SECONDS = 2.0
"""The same in time, for destinations that answer slowly."""
ROUND_SECONDS = 0.05
"""Requests go out one after the other without a commit between them for so long: to a destination
that answers faster than a disk writes, the commit would be what costs."""
LARGEST_HAND = 4 * MOST
"""Rows in hand at once towards such a destination. A worker that dies leaves all of them behind as
perhaps sent, so towards others it is one request's worth."""
SHORT_WAIT = 1.0
"""Seconds that a drain waits for its turn itself; for longer it leaves the lane to the sweep."""
stopping = threading.Event()
"""Set when this process is asked to stop: a drain ends after the request that is under way."""


def drain_lane(account_id: int, lane: int) -> int:
    """Deliver what is due in a lane, until it is empty, the quantum is used or the destination
    asks us to stop. Several short transactions, none of them open while a request is under way.
    Returns the number of requests sent; 0 also when another holds the lane.

    An error in here leaves the lane to its lease: whoever takes it afterwards knows that what was
    in hand may have been sent."""
    if stopping.is_set():
        return 0
    run, rows = _begin(Lease(account_id, lane, new_id(16)))
    if run is None or not rows:
        # What is due nevertheless waits behind somebody's retry: the sweep comes back to it.
        return 0
    sent = _work(run, rows)
    more = not run.stopped and outbox.is_due(account_id, lane)
    end_reading()
    if more:
        queue.wake_drain(account_id, lane)
    return sent


def _begin(lease: Lease) -> tuple[Drain | None, list[Row]]:
    """Take the lane and what is due in it, in one transaction."""
    with transaction():
        tally = lanes.take(lease)
        if tally is None:
            return None, []
        run = _prepare(lease, tally)
        if run is None:
            lanes.leave(lease, tally)
            return None, []
        return run, claims.claim(lease, run.tally)


def _prepare(lease: Lease, tally: dict[str, object]) -> Drain | None:
    account = db.session.get(Account, lease.account_id)
    if account is None or not _may_send(account):
        return None
    destination = destination_of(account.kind)
    secret = open_sealed(account.secret)
    if secret is None:
        hold(
            account,
            Words(
                "The saved key cannot be read with today's HUBAPP_ENCRYPTION_KEYS. Paste the key "
                "again."
            ),
        )
    if destination is None or secret is None:
        return None
    budget = key_mark(destination.home(account.settings), secret)
    if account.mark != budget:
        account.mark = budget
    return Drain(
        lease,
        destination,
        dict(account.settings),
        secret,
        budget,
        account.failures,
        tally,
        account.workspace_id,
    )


def _may_send(account: Account) -> bool:
    throttled = account.throttled_until
    return account.state == "on" and (throttled is None or throttled <= now())


def _work(run: Drain, rows: list[Row]) -> int:
    """Rounds of requests until there is a reason to stop. One transaction between two of them: it
    writes what the last came to and claims for the next."""
    sent, until = 0, time.monotonic() + QUANTUM_SECONDS
    while rows:
        done = _send_round(run, plan(run, rows))
        sent += len(done.exchanges)
        rows = _settle(run, done, sent >= QUANTUM or time.monotonic() > until)
    return sent


class _Round(NamedTuple):
    """exchanges: requests with their verdicts, in order; idle: of which nothing needs sending;
    left: not sent."""

    exchanges: list[Exchanged]
    idle: list[Planned]
    left: list[Planned]

    @property
    def short(self) -> bool:
        """Less than one request could take."""
        people = sum(len(each.planned) for each in self.exchanges)
        return not self.left and people + len(self.idle) < MOST


def _send_round(run: Drain, planned: Sequence[Planned]) -> _Round:
    """Send what is in hand, as long as all goes well and quickly. Nobody is in two requests of a
    round: were it lost before its commit, the first would go again after the second."""
    left = [each for each in planned if not core_confirming.is_empty(each.record)]
    idle = [each for each in planned if core_confirming.is_empty(each.record)]
    exchanges: list[Exchanged] = []
    told: set[str] = set()
    begun = time.monotonic()
    smooth = quick = True
    while left and smooth and quick and not stopping.is_set():
        alone = core_confirming.until_second([each.record for each in left])
        request = _build(run, left[:alone])
        these = left[: request.taken]
        people = {each.row.record.person_key for each in these}
        if people & told or not _wait_for_turn(run):
            break
        told |= people
        sent = _send(run, request)
        exchanges.append(Exchanged(these, sent, _judged(run, sent)))
        left = left[request.taken :]
        smooth = exchanges[-1].smooth
        quick = time.monotonic() - begun < ROUND_SECONDS
    # Whoever does not want an event twice wants as few as possible in doubt.
    more = smooth and quick and all(each.row.resend_events for each in planned)
    run.hand = min(LARGEST_HAND, 2 * run.hand) if more else MOST
    return _Round(exchanges, idle, left)


def _settle(run: Drain, done: _Round, used_up: bool) -> list[Row]:
    """One transaction: what became of these rows, and the claim of the next; empty when the lane
    is left."""
    with transaction():
        may_send = lanes.check(run.lease)
        if may_send is None:
            # We were too slow, and another has these deliveries in hand: it knows that they may
            # have been sent, and what becomes of them is its business.
            log.warning("lane lost", account=run.lease.account_id, lane=run.lease.lane)
            run.stopped = True
            return []
        left = settle(run, done.exchanges, done.idle, done.left)
        if run.wait:
            _slow_down(run)
        # After a short round, what has come meanwhile waits for the other lanes.
        if run.stopped or not may_send or stopping.is_set() or used_up or (done.short and not left):
            lanes.leave(run.lease, run.tally)
            return []
        return claims.claim(run.lease, run.tally, left, run.hand)


def _wait_for_turn(run: Drain) -> bool:
    """Keep to the key's rates. False: our turn is too far away to wait for it here."""
    rates, until = run.destination.rates(run.settings), time.monotonic() + SHORT_WAIT
    while wait := queue.take_turn(run.budget, rates):
        if time.monotonic() + wait > until:
            run.wait = wait
            return False
        time.sleep(wait)
    return True


def _slow_down(run: Drain) -> None:
    run.stopped = True
    slow_down(run.budget, run.lease.account_id, now() + timedelta(seconds=run.wait))


def _build(run: Drain, planned: Sequence[Planned]) -> OutgoingRequest:
    at_most = 1 if run.alone else run.at_most
    tries = max(each.row.attempts for each in planned[:MOST])
    if tries > FEW_TRIES:
        # Something in here may be what the destination stumbles over: smaller and smaller
        # requests separate it from the rest.
        at_most = max(1, (at_most or MOST) >> (tries - FEW_TRIES))
    records = [each.record for each in planned]
    return run.destination.build(run.settings, run.secret, records, at_most)


def _send(run: Drain, request: OutgoingRequest) -> Sent:
    settings = current_app.extensions["settings"]
    began, clock = now(), time.perf_counter()
    allowed = settings.endpoints_of(run.workspace_id)
    reply = http.send(request, settings.send_timeout_seconds, allowed)
    return Sent(request, reply, began, time.perf_counter() - clock)


def _judged(run: Drain, sent: Sent) -> list[Verdict]:
    """The verdicts; a request that was too large is halved the next time, and one record that is
    too large alone is refused."""
    verdicts = run.destination.judge(run.settings, sent.reply, sent.request)
    run.alone = max(0, run.alone - sent.request.taken)
    if all(verdict.action is not Action.SPLIT for verdict in verdicts):
        run.at_most = 0
        return verdicts
    if sent.request.taken > 1 and any(verdict.outcome_unknown for verdict in verdicts):
        run.alone = sent.request.taken
        return verdicts
    if sent.request.taken > 1:
        run.at_most = max(1, sent.request.objects // 2)
        return verdicts
    words = Words(
        "%(answer)s This one submission alone is too large; map fewer or shorter values.",
        answer=verdicts[0].words,
    )
    request_id = verdicts[0].request_id
    return [Verdict(Action.REJECTED, words, request_id=request_id, reason=str(TOO_LARGE))]
