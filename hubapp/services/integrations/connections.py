"""A hub's connection to a destination: check, save, pause, disconnect."""

from __future__ import annotations

from typing import Any, NamedTuple

from flask import current_app
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError

from hubapp.core.errors import NotFoundHere, Problem, Refused
from hubapp.core.mapping import FieldMapping
from hubapp.core.words import Words
from hubapp.doors.database import end_reading, transaction
from hubapp.doors.vault import open_sealed, seal
from hubapp.extensions import db
from hubapp.models import Connection, ConnectionLane, Hub, Submission
from hubapp.services import delivery
from hubapp.services.integrations import consents
from hubapp.services.integrations.mappings import (
    LONGEST_KEEP,
    Form,
    destination_or_404,
    extra_endpoints,
    sources,
)
from hubapp.services.integrations.trial import try_key


def connection_of(hub_id: int, kind: str) -> Connection | None:
    """The hub's connection to this kind of destination."""
    query = select(Connection).where(Connection.hub_id == hub_id, Connection.kind == kind)
    return db.session.scalars(query).one_or_none()


def form_of(hub: Hub, kind: str) -> Form:
    """The screen as saved; suggestions for a new connection."""
    connection = connection_of(hub.id, kind)
    if connection is None:
        return Form({}, destination_or_404(kind).suggest(sources(hub)))
    return Form(
        connection.settings,
        FieldMapping.from_json(connection.mapping),
        only_changes=connection.only_changes,
        resend_events=connection.resend_events,
        keep_days=connection.keep_days,
    )


def save(hub: Hub, kind: str, form: Form) -> Connection:
    """Check everything, try the key, then save and turn on; or change nothing. A new connection
    takes two transactions, see ``_begin``.

    Raises Refused with a sentence for each control.
    """
    destination = destination_or_404(kind)
    connection = connection_of(hub.id, kind)
    settings, problems = destination.clean_settings(form.typed, extra_endpoints())
    secret = form.secret
    if not secret and connection is not None:
        moved = destination.home(connection.settings) != destination.home(settings)
        secret = "" if moved and not problems else open_sealed(connection.secret) or ""
    problems += destination.secret_problems(secret)
    problems += destination.lint(form.mapping, sources(hub))
    if not 1 <= form.keep_days <= LONGEST_KEEP:
        sentence = Words("Enter a number of days from 1 to %(most)s.", most=LONGEST_KEEP)
        problems.append(Problem("keep_days", sentence))
    if problems:
        raise Refused(*problems)
    hub_id = hub.id
    end_reading()
    try_key(destination, settings, secret)
    try:
        stored = _store(hub_id, kind, settings, form, secret)
    except IntegrityError:
        # Two first saves at the same moment: the other one made the connection.
        stored = _store(hub_id, kind, settings, form, secret)
    if stored.made is not None:
        _begin(stored.made)
    return stored.connection


class _Stored(NamedTuple):
    """made: the id of a new one."""

    connection: Connection
    made: int | None


def _store(hub_id: int, kind: str, settings: dict[str, Any], form: Form, secret: str) -> _Stored:
    home = destination_or_404(kind).home(settings)
    with transaction() as session:
        # Looked for anew: somebody else may have saved or disconnected while the key was tried.
        found = connection_of(hub_id, kind)
        connection = found or _new(hub_id, kind)
        if found is None:
            session.add(connection)
        elif destination_or_404(kind).home(connection.settings) != home:
            consents.note_all(connection)  # of the place where they were sent until now
        connection.settings, connection.mapping = settings, form.mapping.to_json()
        connection.only_changes, connection.resend_events = form.only_changes, form.resend_events
        connection.keep_days, connection.key_mark = form.keep_days, delivery.key_mark(home, secret)
        connection.secret, connection.secret_hint = seal(secret), secret[-4:]
        if connection.state == "held":
            delivery.release(connection)
        session.flush()
        return _Stored(connection, connection.id if found is None else None)


def _new(hub_id: int, kind: str) -> Connection:
    lanes = current_app.extensions["settings"].lanes
    return Connection(
        hub_id=hub_id, kind=kind, state="on", lanes=lanes, begins_after=_newest_submission()
    )


def _begin(connection_id: int) -> None:
    """Draw the line anew once everybody sees the connection. A submission that was in flight and
    did not see it yet had its id by now, so it is from before; one that did has its delivery and is
    never sent again as one from before."""
    with transaction() as session:
        # Nothing to do when somebody has disconnected it meanwhile.
        found = session.get(Connection, connection_id)
        if found is not None:
            found.begins_after = _newest_submission()


def _newest_submission() -> int:
    """The last id that was given out, be it committed or not."""
    newest: Any = select(func.max(Submission.id))
    if db.engine.dialect.name == "postgresql":
        newest = text(
            "select pg_sequence_last_value(pg_get_serial_sequence('submission', 'id')::regclass)"
        )
    return int(db.session.scalar(newest) or 0)


def pause(hub: Hub, kind: str) -> None:
    """Keep everything, send nothing."""
    with transaction():
        existing(hub, kind).state = "paused"


def resume(hub: Hub, kind: str) -> None:
    """Send again, beginning with what waited."""
    with transaction():
        connection = existing(hub, kind)
        delivery.release(connection)
        delivery.wake_after_commit((connection.id, lane) for lane in range(connection.lanes))


def disconnect(hub: Hub, kind: str) -> None:
    """Forget the connection, its key and its list of deliveries."""
    with transaction() as session:
        connection = existing(hub, kind)
        # Lanes first, as a drain does: the other way round each would wait for the other.
        session.execute(
            select(ConnectionLane.lane)
            .where(ConnectionLane.connection_id == connection.id)
            .order_by(ConnectionLane.lane)
            .with_for_update()
        ).all()
        # Then the connection, as a replay does before it takes a submission.
        session.execute(
            select(Connection.id).where(Connection.id == connection.id).with_for_update()
        )
        consents.note_all(connection)
        session.delete(connection)


def existing(hub: Hub, kind: str) -> Connection:
    """The hub's connection. Raises NotFoundHere."""
    connection = connection_of(hub.id, kind)
    if connection is None:
        raise NotFoundHere
    return connection
