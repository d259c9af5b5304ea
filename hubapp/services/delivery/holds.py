"""Connections that are broken as a whole: hold them, try again each minute, go on."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

import structlog
from flask import current_app
from sqlalchemy import or_, select, update

from hubapp.core.destination import Action, Destination, Verdict
from hubapp.core.words import NOTHING, Words
from hubapp.destinations import destination_of
from hubapp.doors import http
from hubapp.doors.database import transaction
from hubapp.doors.mail import send_mail
from hubapp.doors.vault import open_sealed
from hubapp.extensions import db
from hubapp.models import Connection, Member, User
from hubapp.models.columns import now
from hubapp.services.delivery.outbox import wake_after_commit

log = structlog.get_logger()
PROBE_EVERY = timedelta(seconds=60)


def hold(connection: Connection, words: Words) -> None:
    """Stop sending on this connection; everything waits. The caller commits."""
    if connection.state == "on":
        connection.state, connection.held_at = "held", now()
        log.warning("connection held", connection=connection.id)
    connection.held_words = words
    connection.probe_at = now() + PROBE_EVERY


def release(connection: Connection) -> None:
    """Go on sending. The caller commits."""
    connection.state, connection.held_words = "on", NOTHING
    connection.held_at = connection.probe_at = connection.told_at = None
    connection.throttled_until, connection.failures = None, 0


def key_mark(home: str, secret: str) -> str:
    """The same for all connections that share a key; nobody can read the key from it. home: see
    ``core/destination.Destination.home``."""
    key = current_app.config["SECRET_KEY"].encode()
    text = f"{home} {secret}".encode()
    return hmac.new(key, text, hashlib.sha256).hexdigest()[:32]


def slow_down(mark: str, connection_id: int, until: datetime) -> None:
    """The destination asked to wait: everybody who uses the same key does. The caller commits."""
    same_key = or_(Connection.id == connection_id, Connection.key_mark == (mark or None))
    # In one order, for others who were asked to wait at the same moment do the same.
    ids = db.session.scalars(
        select(Connection.id)
        .where(same_key)
        .order_by(Connection.id)
        .with_for_update(key_share=True)
    ).all()
    db.session.execute(
        update(Connection).where(Connection.id.in_(ids)).values(throttled_until=until)
    )


class _Probe(NamedTuple):
    """A try, read out so that no transaction is needed while it is under way."""

    connection_id: int
    destination: Destination
    settings: dict[str, Any]
    secret: str
    held_at: datetime | None


def probes_due() -> list[int]:
    """Held connections whose minute is over."""
    query = select(Connection.id).where(Connection.state == "held", Connection.probe_at <= now())
    return list(db.session.scalars(query.order_by(Connection.probe_at)))


def probe(connection_id: int) -> None:
    """Try a held connection whose minute is over; it goes on when it works. Two transactions, to
    take the try and to write what came of it; neither is open while we wait for the answer."""
    taken = _take_probe(connection_id)
    if taken is None:
        return
    ours = current_app.extensions["settings"]
    request = taken.destination.probe(taken.settings, taken.secret)
    reply = http.send(request, ours.send_timeout_seconds, ours.extra_endpoints)
    _settle_probe(taken, taken.destination.judge_probe(taken.settings, reply))


def _take_probe(connection_id: int) -> _Probe | None:
    """None: it is not held, or another tries it."""
    with transaction():
        held = _locked(connection_id)
        if held is None or held.state != "held" or not held.probe_at or held.probe_at > now():
            return None
        # Moved first, so that several sweepers do not all try at once.
        held.probe_at = now() + PROBE_EVERY
        destination, secret = destination_of(held.kind), open_sealed(held.secret)
        if destination is None or secret is None:
            return None
        return _Probe(connection_id, destination, dict(held.settings), secret, held.held_at)


def _settle_probe(taken: _Probe, verdict: Verdict) -> None:
    with transaction():
        held = _locked(taken.connection_id)
        # Whoever disconnected, paused or mended it meanwhile knows better.
        if held is None or held.state != "held" or held.held_at != taken.held_at:
            return
        if verdict.action is Action.DELIVERED:
            release(held)
            wake_after_commit([(held.id, lane) for lane in range(held.lanes)])
            log.info("connection works again", connection=taken.connection_id)
        elif verdict.words:
            held.held_words = verdict.words


def _locked(connection_id: int) -> Connection | None:
    """Nobody else changes it before the caller's transaction ends."""
    query = select(Connection).where(Connection.id == connection_id)
    return db.session.scalars(query.with_for_update(key_share=True)).one_or_none()


def untold() -> list[int]:
    """Connections that are on hold and of which the admins were not told."""
    query = select(Connection.id).where(Connection.state == "held", Connection.told_at.is_(None))
    return list(db.session.scalars(query.order_by(Connection.id)))


def tell(connection_id: int) -> None:
    """Write to the admins of a connection that is on hold, once. The mails go after the
    transaction."""
    with transaction():
        connection = _locked(connection_id)
        if connection is None or connection.state != "held" or connection.told_at is not None:
            return
        # Noted first: a mail that fails must not be sent again every few seconds.
        connection.told_at = now()
        people = _admins(connection.hub.workspace_id)
        subject, text = _mail(connection)
    for email in people:
        send_mail(email, subject, text)


def _admins(workspace_id: int) -> Sequence[str]:
    return db.session.scalars(
        select(User.email)
        .join(Member, Member.user_id == User.id)
        .where(
            Member.workspace_id == workspace_id,
            Member.role.in_(("owner", "admin")),
            User.active,
        )
    ).all()


def _mail(connection: Connection) -> tuple[str, str]:
    """Subject and text."""
    hub, base = connection.hub, current_app.extensions["settings"].base_url.rstrip("/")
    screen = f"{base}/hubs/{hub.id}/settings/integrations/{connection.kind}"
    subject = Words(
        "%(hub)s: the connection to %(destination)s needs you",
        hub=hub.name,
        destination=connection.kind.capitalize(),
    )
    text = Words(
        "%(why)s\n\nEverything that visitors send is kept and goes out by itself once the "
        "connection works again. Mend it here:\n%(where)s\n",
        why=connection.held_words,
        where=screen,
    )
    return str(subject), str(text)
