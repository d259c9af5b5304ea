"""Connections that are broken as a whole: hold them, try again each minute, go on."""

from __future__ import annotations

from datetime import timedelta

import structlog
from flask import current_app
from sqlalchemy import select

from hubapp import http
from hubapp.core.destination import Outcome
from hubapp.destinations import destination_of
from hubapp.extensions import db
from hubapp.models import Connection
from hubapp.models.columns import now
from hubapp.services.sealing import open_sealed

log = structlog.get_logger()
PROBE_EVERY = timedelta(seconds=60)


def hold(connection: Connection, words: str) -> None:
    """Stop sending on this connection; everything waits. The caller commits."""
    if connection.state == "on":
        connection.state, connection.held_at = "held", now()
        log.warning("connection held", connection=connection.id)
    connection.held_words = words
    connection.probe_at = now() + PROBE_EVERY


def release(connection: Connection) -> None:
    """Go on sending. The caller commits."""
    connection.state, connection.held_words = "on", ""
    connection.held_at = connection.probe_at = None


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
        if held.state == "held" and verdict.outcome is Outcome.DELIVERED:
            release(held)
            log.info("connection works again", connection=connection_id)
        elif verdict.words:
            held.held_words = verdict.words
        db.session.commit()
    db.session.commit()
