"""Telling the members that a connection needs them, once for each time that it comes to that."""

from __future__ import annotations

import time
from collections.abc import Sequence

from sqlalchemy import select

from hubapp.core.words import Words
from hubapp.destinations import destination_of
from hubapp.doors.database import end_reading, transaction
from hubapp.extensions import db
from hubapp.models import Account, Connection
from hubapp.models.columns import now
from hubapp.services import delivery, mailing
from hubapp.services.integrations.standing import standing_of

EVERY_SECONDS = 60.0
"""Between two looks."""
CHUNK = 100
"""Connections in one look; the next one goes on behind them."""
_next_at = 0.0
_looked_to = 0


def tell_needs() -> None:
    """Look through the next connections that send, and write to the owners and admins of one that
    has come to need somebody. One that is held as a whole has mails of its own."""
    global _next_at, _looked_to
    if time.monotonic() < _next_at:
        return
    found = _some_behind(_looked_to)
    # Once all are looked through: rest. Said first, so that one that fails holds up no other.
    last = len(found) < CHUNK
    _looked_to = 0 if last else found[-1].id
    _next_at = time.monotonic() + EVERY_SECONDS if last else 0.0
    for connection in found:
        if (standing_of(connection).look == "needs") != (connection.needs_told_at is not None):
            _tell(connection.id)
    end_reading()


def _some_behind(connection_id: int) -> Sequence[Connection]:
    query = select(Connection).join(Account, Account.id == Connection.account_id)
    sending = Connection.state == "on", Account.state == "on", Connection.id > connection_id
    return db.session.scalars(query.where(*sending).order_by(Connection.id).limit(CHUNK)).all()


def _tell(connection_id: int) -> None:
    """What was seen is looked at again: another worker may have told it."""
    end_reading()
    with transaction() as session:
        lock = select(Connection).where(Connection.id == connection_id)
        connection = session.scalars(lock.with_for_update(key_share=True)).one_or_none()
        if connection is None:
            return
        standing = standing_of(connection)
        if standing.look != "needs":
            connection.needs_told_at = None
            return
        if connection.needs_told_at is not None:
            return
        connection.needs_told_at = now()
        subject, text = _mail(connection, standing.why)
        for email in delivery.admins_of(connection.account.workspace_id):
            mailing.post(email, subject, text)


def _mail(connection: Connection, why: Words) -> tuple[Words, Words]:
    """Subject and text: the hub, the connection, the reason and the way out; nobody's data."""
    hub, known = connection.hub, destination_of(connection.kind)
    screen = mailing.link_to(f"/hubs/{hub.id}/settings/integrations/{connection.kind}")
    subject = Words(
        "%(hub)s: the connection to %(destination)s needs you",
        hub=hub.name,
        destination=known.label if known else connection.kind,
    )
    text = Words("%(why)s\n\nMend it here:\n%(where)s\n", why=why, where=screen)
    return subject, text
