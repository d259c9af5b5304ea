"""After an erasure: wait until workers have let go and destinations have answered, and then forget
the last traces. Steps of the sweep, each in transactions of its own."""

from __future__ import annotations

from datetime import timedelta
from random import SystemRandom

import orjson
import structlog
from flask import current_app
from sqlalchemy import delete, or_, select

from hubapp.core.destination import Action, Verdict
from hubapp.core.mapping import Record
from hubapp.core.retrying import State, backoff
from hubapp.core.words import NOTHING, Words
from hubapp.destinations import destination_of
from hubapp.doors import http
from hubapp.doors.database import end_reading, transaction
from hubapp.doors.vault import open_sealed
from hubapp.extensions import db
from hubapp.models import Account, Connection, Delivery, Erasure, ErasureStep
from hubapp.models.columns import now
from hubapp.services import delivery
from hubapp.services.rights.erasing import go_on, open_steps

log = structlog.get_logger()
_chance = SystemRandom()
LONGEST = timedelta(days=7)
"""That a deletion is asked for while the destination does not answer, or the key may not: so long
somebody can mend it."""
AT_REST = timedelta(seconds=30)
"""So long whoever began an erasure goes on with it alone."""
KEY_GONE = Words("The key of this connection is gone. Delete the profile there by hand.")


def advance() -> None:
    """Go on with everything that is not over. One that fails stops no other."""
    running = select(Erasure.id).where(
        Erasure.state == "running", Erasure.created_at < now() - AT_REST
    )
    for erasure_id in db.session.scalars(running).all():
        go_on(erasure_id)
    steps = select(ErasureStep.id).where(
        or_(ErasureStep.state == "waiting", ErasureStep.due_at.is_not(None))
    )
    ids = db.session.scalars(steps.order_by(ErasureStep.id)).all()
    end_reading()
    for step_id in ids:
        _look_after(step_id)


def _look_after(step_id: int) -> None:
    step = db.session.get_one(ErasureStep, step_id)
    last = db.session.get(Delivery, step.last_delivery) if step.last_delivery else None
    waits = last is not None and last.state == State.WAITING
    later = step.due_at is not None and step.due_at > now()
    sealed = step.sealed
    end_reading()
    if waits or later or not _let_go(step_id):
        return
    verdict = _delete_profile(step_id) if sealed else None
    with transaction() as session:
        step = session.get_one(ErasureStep, step_id, with_for_update=True)
        delivery.hold_account(*_accounts_of(step))
        if verdict is not None:
            _heed(step, verdict)
        elif step.state == "waiting":
            _end(step)
        if step.due_at is None or step.state != "waiting":
            _forget(step)
        erasure = session.get_one(Erasure, step.erasure_id)
        session.flush()
        if erasure.state == "sent" and not open_steps(erasure):
            erasure.state, erasure.ended_at = "done", now()


def _let_go(step_id: int) -> bool:
    with transaction() as session:
        step = session.get_one(ErasureStep, step_id)
        accounts = _accounts_of(step)
        delivery.hold_account(*accounts)
        ids = [*step.deliveries, *([step.last_delivery] if step.last_delivery else [])]
        let_go = [delivery.let_go(each, ids) for each in accounts]
        return all(let_go)


def _accounts_of(step: ErasureStep) -> tuple[int, ...]:
    """With which what it is about may be on its way: its hub may have taken another since."""
    connection = db.session.get(Connection, step.connection_id) if step.connection_id else None
    return tuple({step.account_id, *(connection.account_ids if connection else ())})


def _end(step: ErasureStep) -> None:
    """Of a step whose last delivery has ended."""
    last = db.session.get(Delivery, step.last_delivery) if step.last_delivery else None
    if last is None or last.state == State.DELIVERED:
        step.state = "done"
        return
    step.state = "refused"
    step.words = Words(
        "It was not taken away there (%(reason)s). Delete what was sent there by hand.",
        reason=delivery.reason_in_words(step.kind, last.reason),
    )


def _forget(step: ErasureStep) -> None:
    """What sending it has left here."""
    ids = {*step.deliveries, *([step.last_delivery] if step.last_delivery else [])}
    rows = db.session.scalars(select(Delivery).where(Delivery.id.in_(ids))).all()
    delivery.take_out(step.account_id, rows, step.created_at - timedelta(minutes=2))
    delivery.wipe([row.id for row in rows])
    delivery.forget_confirmed(step.account_id, step.person)
    if step.last_delivery:
        # It was ours: the list and the figures are as they were before.
        db.session.execute(delete(Delivery).where(Delivery.id == step.last_delivery))
    step.deliveries, step.last_delivery, step.sealed, step.due_at = [], None, None, None


def _delete_profile(step_id: int) -> Verdict:
    step = db.session.get_one(ErasureStep, step_id)
    destination, account = destination_of(step.kind), db.session.get(Account, step.account_id)
    kept = open_sealed(step.sealed or b"")
    secret = open_sealed(account.secret) if account else None
    if destination is None or account is None or kept is None or secret is None:
        return Verdict(Action.REJECTED, KEY_GONE)
    ours = current_app.extensions["settings"]
    settings, allowed = dict(account.settings), ours.endpoints_of(account.workspace_id)
    end_reading()
    rights, record = destination.rights, Record.from_json(orjson.loads(kept))
    request = rights.deletion(settings, secret, record)
    if request is None:
        return Verdict(Action.REJECTED, KEY_GONE)
    reply = http.send(request, ours.send_timeout_seconds, allowed)
    return rights.judge_deletion(settings, reply)


def _heed(step: ErasureStep, verdict: Verdict) -> None:
    """A refusal keeps whom it was about no longer than it takes to say so; a key that may not is
    asked again, for somebody may mend it."""
    step.tries += 1
    if verdict.action is Action.DELIVERED:
        step.state, step.due_at, step.words = "done", None, NOTHING
        return
    step.words = verdict.words
    if verdict.action is Action.REJECTED or step.created_at < now() - LONGEST:
        step.state, step.due_at = "refused", None
        return
    wait = verdict.wait or backoff(step.tries + 4, _chance)
    step.due_at = now() + timedelta(seconds=wait)
    log.info("deletion put off", step=step.id, verdict=verdict.action.value, tries=step.tries)
