"""Write what a round came to: each row's verdict, what is confirmed, the counts."""

from __future__ import annotations

import random
from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy import select, update

from hubapp.core import confirming as core_confirming
from hubapp.core.confirming import Known
from hubapp.core.destination import Action, Verdict
from hubapp.core.retrying import State, after, backoff
from hubapp.core.words import NOTHING, Words
from hubapp.extensions import db
from hubapp.models import Account, Delivery
from hubapp.models.columns import now
from hubapp.services.delivery import claims, confirmed, exchanges
from hubapp.services.delivery.claims import Row
from hubapp.services.delivery.exchanges import Exchanged, Sent
from hubapp.services.delivery.holds import hold, slow_down
from hubapp.services.delivery.lanes import HISTORY
from hubapp.services.delivery.plan import Drain, Planned, endings
from hubapp.services.delivery.reasons import GAVE_UP, REFUSED

log = structlog.get_logger()
FEWEST_TRIES = 20
"""Before the horizon may end a delivery: one that waited on hold for days was hardly tried."""
FEW_TRIES = 3
"""Up to here the whole account waits after a failure; from here on the row itself does too, for
it may be what the destination stumbles over."""
LONGEST_PAUSE = 60.0
"""Seconds that a failing destination is left alone: within this it is found well again."""
SECONDS = (0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
SIZES = (1, 5, 10, 25, 50, 70, 75, 150)
"""Upper edges of what is counted: seconds of a request, objects in it."""
NOTHING_NEW = Words("The destination has all of this already, so nothing had to be sent.")
EVENT = "event:"
"""Before the name of an event, among what was written."""
_chance = random.SystemRandom()


def settle(
    run: Drain, exchanges: Sequence[Exchanged], idle: Sequence[Planned], left: Sequence[Planned]
) -> list[Row]:
    """Write what became of rows that were sent, and of those of which nothing had to be; returns
    the rows that stay in hand: those that go again at once, because the request was too large, and
    ``left``, which were not sent. In the caller's transaction, after ``leasing.check``."""
    again: list[Row] = []
    # First the idle ones: a row that is idle after another of its person says nothing newer.
    if idle:
        _settle_idle(run, idle)
    for each in exchanges:
        again += _settle_one(run, each)
    claims.take_off(run.lease, run.ended)
    confirmed.keep(run.lease.account_id, run.changed)
    stay = [_with_news(row, run.changed) for row in again + [each.row for each in left]]
    run.ended, run.changed = [], {}
    return stay


def _with_news(row: Row, changed: Mapping[str, Known]) -> Row:
    """The row, with what has been confirmed of its person since it was claimed."""
    known = changed.get(row.record.person_key)
    return row if known is None else row._replace(confirmed=known)


def _settle_idle(run: Drain, planned: Sequence[Planned]) -> None:
    done = {"state": State.DELIVERED, "done_at": now(), "reason": ""}
    for words, rows in endings(run, planned, NOTHING_NEW):
        claims.end(rows, {**done, "words": words})
    _confirm(run, planned)
    run.count("delivered", len(planned))
    run.count("saved", sum(each.saved for each in planned))


def _settle_one(run: Drain, exchanged: Exchanged) -> list[Row]:
    moment = now()
    exchange_id = exchanges.keep(run.lease, exchanged)
    again: list[Row] = []
    delivered: list[Planned] = []
    failed: list[tuple[Planned, Verdict]] = []
    for each, verdict in zip(exchanged.planned, exchanged.verdicts, strict=True):
        if verdict.action is Action.DELIVERED:
            delivered.append(each)
        elif verdict.action is Action.SPLIT:
            again.append(each.row._replace(unknown=each.row.unknown or verdict.outcome_unknown))
        else:
            failed.append((each, verdict))
    for action, number in Counter(each.action for each in exchanged.verdicts).items():
        run.count(action.value, number)
    if unknown := sum(verdict.outcome_unknown for verdict in exchanged.verdicts):
        run.count("unknown", unknown)
    _mark_unknown([row for row in again if row.unknown])
    _write_delivered(run, delivered, exchange_id, exchanged.sent, moment)
    _write_failed(run, failed, exchange_id, moment)
    run.count("saved", sum(each.saved for each in delivered))
    _heed(run, exchanged.verdicts, moment)
    _measure(run, exchanged.sent)
    return again


def _mark_unknown(rows: Sequence[Row]) -> None:
    """What was sent of these may have arrived, and goes again."""
    if rows:
        db.session.execute(
            update(Delivery)
            .where(Delivery.id.in_([row.id for row in rows]))
            .values(outcome_unknown=True)
            .execution_options(synchronize_session=False)
        )


def _write_delivered(
    run: Drain, planned: Sequence[Planned], exchange_id: int, sent: Sent, moment: datetime
) -> None:
    done = {
        "state": State.DELIVERED,
        "done_at": moment,
        "reason": "",
        "exchange_id": exchange_id,
        "request_id": sent.reply.headers.get("x-request-id", "")[:120],
    }
    for words, rows in endings(run, planned, NOTHING):
        claims.end(rows, {**done, "words": words})
    _confirm(run, planned)
    _note_written(run, planned, moment)


def _note_written(run: Drain, planned: Sequence[Planned], moment: datetime) -> None:
    """When each target was accepted first and last: in the lane's tally, which is written anyway,
    and as long as mappings have had targets."""
    written = run.tally.setdefault("written", {})
    at = moment.isoformat(timespec="seconds")
    for each in planned:
        targets = [
            target
            for target, value in each.record.values.items()
            if run.destination.why_left_out(target, value) is None
        ]
        events = [EVENT + each.record.event_name] if each.record.event_name else []
        for target in targets + events:
            written[target] = [written.get(target, [at])[0], at]


def _confirm(run: Drain, planned: Sequence[Planned]) -> None:
    """These rows have ended, and the destination has what they carry; not what was left out."""
    destination = run.destination
    for each in planned:
        record, sent = each.row.record, each.record.values
        usable = {
            target: value
            for target, value in record.values.items()
            if destination.why_left_out(target, sent.get(target, value)) is None
        }
        has = replace(record, values=usable)
        if record.trigger is None:
            # What goes along with a message may have found nobody.
            core_confirming.confirm(each.known, has, each.row.place, destination.keeps, sent)
        run.changed[each.row.record.person_key] = each.known
        run.ended.append(each.row)


def _doubt(run: Drain, planned: Sequence[Planned]) -> None:
    for each in planned:
        core_confirming.doubt(each.known, each.row.record.values)
        run.changed[each.row.record.person_key] = each.known


def _write_failed(
    run: Drain,
    failed: Sequence[tuple[Planned, Verdict]],
    exchange_id: int,
    moment: datetime,
) -> None:
    if not failed:
        return
    ids = [each.row.id for each, _ in failed]
    query = select(Delivery.id, Delivery.history).where(Delivery.id.in_(ids))
    histories = {row[0]: row[1] for row in db.session.execute(query)}
    for each, verdict in failed:
        values, until = values_after(each.row, verdict, moment)
        tried = {
            "at": moment.isoformat(timespec="milliseconds"),
            "exchange": exchange_id,
            "verdict": verdict.action.value,
            "words": verdict.words.to_json(),
            "unknown": verdict.outcome_unknown,
        }
        values["history"] = [*histories.get(each.row.id, []), tried][-HISTORY:]
        values["exchange_id"] = exchange_id
        db.session.execute(
            update(Delivery)
            .where(Delivery.id == each.row.id)
            .values(values)
            .execution_options(synchronize_session=False)
        )
        if values["state"] is State.REJECTED:
            run.ended.append(each.row)
        elif until is not None:
            claims.put_off(run.lease, each.row, until)
    harmless = (Action.THROTTLED, Action.HOLD, Action.STOP)
    _doubt(run, [each for each, verdict in failed if verdict.action not in harmless])


def values_after(
    row: Row, verdict: Verdict, moment: datetime
) -> tuple[dict[str, Any], datetime | None]:
    """What stands in the delivery after a verdict that is not *delivered*, and until when it has
    to wait by itself; None: it goes with the others."""
    tried_enough = row.attempts >= FEWEST_TRIES
    age = moment - row.created_at if tried_enough else timedelta(0)
    following = after(verdict, row.attempts, age, _chance)
    values: dict[str, Any] = {
        "state": following.state,
        "words": verdict.words,
        "reason": "",
        "request_id": verdict.request_id[:120],
        "attempts": row.attempts if following.counts else row.attempts - 1,
    }
    if verdict.outcome_unknown:
        values["outcome_unknown"] = True
    if following.state is State.REJECTED:
        values["done_at"] = moment
        values["reason"] = verdict.reason or str(REFUSED)
        if verdict.action is Action.RETRY:
            values["reason"] = str(GAVE_UP)
            values["words"] = Words(
                "We tried for 24 hours and gave up. The last answer: %(answer)s",
                answer=verdict.words,
            )
        return values, None
    # The account waits as a whole after a failure, so its rows keep their order.
    by_itself = verdict.action is Action.RETRY and row.attempts > FEW_TRIES
    return values, moment + timedelta(seconds=following.delay) if by_itself else None


def _heed(run: Drain, verdicts: Sequence[Verdict], moment: datetime) -> None:
    """What a reply says about the account as a whole."""
    telling = (Action.HOLD, Action.STOP, Action.THROTTLED, Action.RETRY)
    verdict = next((each for each in verdicts if each.action in telling), None)
    if verdict is None:
        if run.failures:
            _note_failures(run, 0)
        return
    run.stopped = True
    account = db.session.get(Account, run.lease.account_id)
    if account is None:
        return
    if verdict.action in (Action.HOLD, Action.STOP):
        hold(account, verdict.words, trying=verdict.action is Action.HOLD)
    elif verdict.action is Action.THROTTLED:
        if verdict.wait is None:
            # Nobody says how long: longer each time.
            _note_failures(run, run.failures + 1)
        wait = verdict.wait or backoff(run.failures, _chance)
        slow_down(run.budget, account.id, moment + timedelta(seconds=wait))
    else:
        _note_failures(run, run.failures + 1)
        pause = min(LONGEST_PAUSE, backoff(run.failures, _chance))
        account.throttled_until = moment + timedelta(seconds=pause)


def _note_failures(run: Drain, failures: int) -> None:
    run.failures = failures
    db.session.execute(
        update(Account)
        .where(Account.id == run.lease.account_id)
        .values(failures=failures)
        .execution_options(synchronize_session=False)
    )


def _measure(run: Drain, sent: Sent) -> None:
    run.count("requests")
    run.count("objects", sent.request.objects)
    run.count("seconds", round(sent.seconds, 4))
    for name, edges, value in (
        ("times", SECONDS, sent.seconds),
        ("sizes", SIZES, float(sent.request.objects)),
    ):
        counts = run.tally.setdefault(name, [0] * (len(edges) + 1))
        counts[bisect_left(edges, value)] += 1
