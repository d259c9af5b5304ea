"""Accounts that are broken as a whole: hold them, try again each minute, go on."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

import structlog
from flask import current_app
from sqlalchemy import ColumnElement, exists, or_, select, update

from hubapp.core.destination import Action, Destination, Verdict
from hubapp.core.words import NOTHING, Words
from hubapp.destinations import destination_of
from hubapp.doors import http
from hubapp.doors.database import transaction
from hubapp.doors.vault import open_sealed
from hubapp.extensions import db
from hubapp.models import Account, Connection, Member, User
from hubapp.models.columns import now
from hubapp.services import mailing
from hubapp.services.delivery.outbox import wake_after_commit

log = structlog.get_logger()
PROBE_EVERY = timedelta(seconds=60)


def hold(account: Account, words: Words, trying: bool = True) -> None:
    """Stop sending with this account; everything waits. trying: it goes on by itself once a try
    works. The caller commits."""
    if account.state == "on":
        account.state, account.held_at = "held", now()
        log.warning("account held", account=account.id)
    account.held_words = words
    account.probe_at = now() + PROBE_EVERY if trying else None


def release(account: Account) -> None:
    """Go on sending. The caller commits."""
    account.state, account.held_words = "on", NOTHING
    account.held_at = account.probe_at = account.told_at = None
    account.throttled_until, account.failures = None, 0


def key_mark(home: str, secret: str) -> str:
    """The same for all accounts that share a key, in whichever workspace; nobody can read the key
    from it. home: see ``core/destination.Destination.home``. The secret itself is the key of it: no
    other that could be rotated stands behind a budget."""
    return hmac.new(secret.encode(), f"account {home}".encode(), hashlib.sha256).hexdigest()[:32]


def slow_down(mark: str, account_id: int, until: datetime) -> None:
    """The destination asked to wait: everybody who uses the same key does. The caller commits."""
    same_key = or_(Account.id == account_id, Account.mark == (mark or None))
    # In one order, for others who were asked to wait at the same moment do the same.
    ids = db.session.scalars(
        select(Account.id).where(same_key).order_by(Account.id).with_for_update(key_share=True)
    ).all()
    db.session.execute(update(Account).where(Account.id.in_(ids)).values(throttled_until=until))


class _Probe(NamedTuple):
    """A try, read out so that no transaction is needed while it is under way."""

    account_id: int
    destination: Destination
    settings: dict[str, Any]
    secret: str
    held_at: datetime | None
    workspace_id: int


def probes_due() -> list[int]:
    """Held accounts whose minute is over."""
    query = select(Account.id).where(*_held_in_use(), Account.probe_at <= now())
    return list(db.session.scalars(query.order_by(Account.probe_at)))


def _held_in_use() -> tuple[ColumnElement[bool], ...]:
    """On hold, and somebody wants to send with it: what is paused is left alone."""
    in_use = exists().where(Connection.account_id == Account.id, Connection.state == "on")
    return Account.state == "held", in_use


def probe(account_id: int) -> None:
    """Try a held account whose minute is over; it goes on when it works. Two transactions, to
    take the try and to write what came of it; neither is open while we wait for the answer."""
    taken = _take_probe(account_id)
    if taken is None:
        return
    ours = current_app.extensions["settings"]
    request = taken.destination.probe(taken.settings, taken.secret)
    reply = http.send(request, ours.send_timeout_seconds, ours.endpoints_of(taken.workspace_id))
    _settle_probe(taken, taken.destination.judge_probe(taken.settings, reply))


def _take_probe(account_id: int) -> _Probe | None:
    """None: it is not held, or another tries it."""
    with transaction():
        held = _locked(account_id)
        if held is None or held.state != "held" or not held.probe_at or held.probe_at > now():
            return None
        # Moved first, so that several sweepers do not all try at once.
        held.probe_at = now() + PROBE_EVERY
        destination, secret = destination_of(held.kind), open_sealed(held.secret)
        if destination is None or secret is None:
            return None
        settings, workspace_id = dict(held.settings), held.workspace_id
        return _Probe(account_id, destination, settings, secret, held.held_at, workspace_id)


def _settle_probe(taken: _Probe, verdict: Verdict) -> None:
    with transaction():
        held = _locked(taken.account_id)
        # Whoever disconnected, paused or mended it meanwhile knows better.
        if held is None or held.state != "held" or held.held_at != taken.held_at:
            return
        if verdict.action is Action.DELIVERED:
            release(held)
            wake_after_commit([(held.id, lane) for lane in range(held.lanes)])
            log.info("account works again", account=taken.account_id)
        elif verdict.words:
            held.held_words = verdict.words
            held.probe_at = None if verdict.action is Action.STOP else held.probe_at


def _locked(account_id: int) -> Account | None:
    """Nobody else changes it before the caller's transaction ends."""
    query = select(Account).where(Account.id == account_id)
    return db.session.scalars(query.with_for_update(key_share=True)).one_or_none()


def untold() -> list[int]:
    """Accounts that are on hold and of which the admins were not told."""
    query = select(Account.id).where(*_held_in_use(), Account.told_at.is_(None))
    return list(db.session.scalars(query.order_by(Account.id)))


def tell(account_id: int) -> None:
    """Write to the admins of an account that is on hold, once."""
    with transaction():
        account = _locked(account_id)
        if account is None or account.state != "held" or account.told_at is not None:
            return
        account.told_at = now()
        people = admins_of(account.workspace_id)
        for connection in _used_by(account):
            subject, text = _mail(account, connection)
            for email in people:
                mailing.post(email, subject, text)


def _used_by(account: Account) -> Sequence[Connection]:
    query = select(Connection).where(Connection.account_id == account.id, Connection.state == "on")
    return db.session.scalars(query.order_by(Connection.id)).all()


def admins_of(workspace_id: int) -> Sequence[str]:
    """The addresses of its owners and admins."""
    return db.session.scalars(
        select(User.email)
        .join(Member, Member.user_id == User.id)
        .where(
            Member.workspace_id == workspace_id,
            Member.role.in_(("owner", "admin")),
            User.active,
        )
    ).all()


def _mail(account: Account, connection: Connection) -> tuple[Words, Words]:
    """Subject and text."""
    hub = connection.hub
    screen = mailing.link_to(f"/hubs/{hub.id}/settings/integrations/{connection.kind}")
    known = destination_of(connection.kind)
    subject = Words(
        "%(hub)s: the connection to %(destination)s needs you",
        hub=hub.name,
        destination=known.label if known else connection.kind,
    )
    text = Words(
        "%(why)s\n\nEverything that visitors send is kept and goes out by itself once the "
        "connection works again. Mend it here:\n%(where)s\n",
        why=account.held_words,
        where=screen,
    )
    return subject, text
