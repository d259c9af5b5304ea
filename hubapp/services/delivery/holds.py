"""Connections that are broken as a whole: hold them, try again each minute, go on."""

from __future__ import annotations

import hashlib
import hmac
from datetime import datetime, timedelta

import structlog
from flask import current_app
from sqlalchemy import or_, select, update

from hubapp.core.destination import Action
from hubapp.core.words import NOTHING, Words
from hubapp.destinations import destination_of
from hubapp.doors import http
from hubapp.doors.mail import send_mail
from hubapp.doors.vault import open_sealed
from hubapp.extensions import db
from hubapp.models import Connection, Member, User
from hubapp.models.columns import now

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


def probe_due() -> None:
    """Try every held connection whose minute is over; those that work go on by themselves."""
    query = select(Connection).where(Connection.state == "held", Connection.probe_at <= now())
    for connection in db.session.scalars(query).all():
        # Moved first, so that several sweepers do not all try at once.
        connection.probe_at = now() + PROBE_EVERY
        connection_id, kind = connection.id, connection.kind
        settings, secret = dict(connection.settings), open_sealed(connection.secret)
        db.session.commit()
        destination = destination_of(kind)
        if destination is None or secret is None:
            continue
        ours = current_app.extensions["settings"]
        request = destination.probe(settings, secret)
        reply = http.send(request, ours.send_timeout_seconds, ours.extra_endpoints)
        verdict = destination.judge_probe(settings, reply)
        held = db.session.get_one(Connection, connection_id)
        if held.state == "held" and verdict.action is Action.DELIVERED:
            release(held)
            log.info("connection works again", connection=connection_id)
        elif verdict.words:
            held.held_words = verdict.words
        db.session.commit()
    db.session.commit()


def tell_admins() -> None:
    """Write to the admins of every connection that is on hold and of which they were not told."""
    query = select(Connection).where(Connection.state == "held", Connection.told_at.is_(None))
    for connection in db.session.scalars(query).all():
        hub = connection.hub
        # Noted first: a mail that fails must not be sent again every few seconds.
        connection.told_at = now()
        people = db.session.scalars(
            select(User.email)
            .join(Member, Member.user_id == User.id)
            .where(
                Member.workspace_id == hub.workspace_id,
                Member.role.in_(("owner", "admin")),
                User.active,
            )
        ).all()
        name, words = hub.name, connection.held_words
        base = current_app.extensions["settings"].base_url.rstrip("/")
        where = f"{base}/hubs/{hub.id}/settings/integrations/{connection.kind}"
        db.session.commit()
        destination = connection.kind.capitalize()
        subject = Words(
            "%(hub)s: the connection to %(destination)s needs you",
            hub=name,
            destination=destination,
        )
        text = Words(
            "%(why)s\n\nEverything that visitors send is kept and goes out by itself once the "
            "connection works again. Mend it here:\n%(where)s\n",
            why=words,
            where=where,
        )
        for email in people:
            send_mail(email, str(subject), str(text))
    db.session.commit()
