"""A hub's connection to a destination: check, save, pause, resume."""

from __future__ import annotations

from typing import Any, NamedTuple

from flask import current_app
from sqlalchemy import cast, func, select
from sqlalchemy.dialects.postgresql import REGCLASS
from sqlalchemy.exc import IntegrityError

from hubapp.core.errors import NotFoundHere, Problem, Refused
from hubapp.core.mapping import FieldMapping
from hubapp.core.words import Words
from hubapp.doors.database import end_reading, transaction
from hubapp.doors.vault import open_sealed, seal
from hubapp.extensions import db
from hubapp.models import Account, Connection, Delivery, Hub, Submission
from hubapp.services import audit, delivery
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
    if connection is None or connection.state == "leaving":
        return Form({}, destination_or_404(kind).suggest(sources(hub)))
    return Form(
        connection.account.settings,
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
    _refuse_leaving(connection)
    settings, problems = destination.clean_settings(form.typed, extra_endpoints())
    secret = form.secret
    if not secret and connection is not None:
        account = connection.account
        moved = destination.home(account.settings) != destination.home(settings)
        secret = "" if moved and not problems else open_sealed(account.secret) or ""
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
        _refuse_leaving(found)
        connection = found or _new(hub_id, kind)
        account = connection.account
        if found is None:
            session.add(connection)
        elif destination_or_404(kind).home(account.settings) != home:
            consents.note_all(connection)  # of the place where they were sent until now
        connection.mapping, connection.keep_days = form.mapping.to_json(), form.keep_days
        connection.only_changes, connection.resend_events = form.only_changes, form.resend_events
        mark, before = delivery.key_mark(home, secret), _key_of(account)
        if before != mark:
            act = audit.Act.CONNECTED if found is None else audit.Act.KEY_CHANGED
            audit.note(account.workspace_id, act, told_of(connection))
        _give(account, settings, mark, secret, is_other=before not in ("", mark))
        session.flush()
        return _Stored(connection, connection.id if found is None else None)


def _key_of(account: Account) -> str:
    """The mark of what it sends with until now, also where one of an earlier release stands; empty
    for a new one."""
    if account.id is None:
        return ""
    secret, destination = open_sealed(account.secret), destination_or_404(account.kind)
    return delivery.key_mark(destination.home(account.settings), secret) if secret else account.mark


def _give(
    account: Account, settings: dict[str, Any], mark: str, secret: str, is_other: bool
) -> None:
    """Let an account send with this key to this address. is_other: than until now."""
    if is_other:
        # Perhaps the key of somebody else, who was told nothing yet.
        account.doubted_to = _newest(Delivery)
    account.settings, account.mark = settings, mark
    account.secret, account.secret_hint = seal(secret), secret[-4:]
    if account.state == "held":
        delivery.release(account)


def _refuse_leaving(connection: Connection | None) -> None:
    if connection is not None and connection.state == "leaving":
        sentence = Words(
            "It is still being disconnected. Connect it again once its deliveries are deleted."
        )
        raise Refused(Problem("secret", sentence))


def _new(hub_id: int, kind: str) -> Connection:
    lanes = current_app.extensions["settings"].lanes
    workspace_id = db.session.get_one(Hub, hub_id).workspace_id
    account = Account(
        workspace_id=workspace_id, kind=kind, lanes=lanes, state="on", mark="", doubted_to=0
    )
    return Connection(
        hub_id=hub_id, kind=kind, state="on", account=account, begins_after=_newest(Submission)
    )


def _begin(connection_id: int) -> None:
    """Draw the line anew once everybody sees the connection. A submission that was in flight and
    did not see it yet had its id by now, so it is from before; one that did has its delivery and is
    never sent again as one from before."""
    with transaction() as session:
        # Nothing to do when somebody has disconnected it meanwhile.
        found = session.get(Connection, connection_id)
        if found is not None:
            found.begins_after = _newest(Submission)


def _newest(table: type[Submission | Delivery]) -> int:
    """The last id that was given out, be it committed or not."""
    newest: Any = select(func.max(table.id))
    if db.engine.dialect.name == "postgresql":
        sequence = func.pg_get_serial_sequence(table.__tablename__, "id")
        newest = select(func.pg_sequence_last_value(cast(sequence, REGCLASS)))
    return int(db.session.scalar(newest) or 0)


def pause(hub: Hub, kind: str) -> None:
    """Keep everything, send nothing. What waits is put aside: a first part of it at once, the rest
    by the sweep."""
    with transaction():
        connection = existing(hub, kind)
        connection.state = "paused"
        audit.note(hub.workspace_id, audit.Act.PAUSED, told_of(connection))
        delivery.move(connection)


def resume(hub: Hub, kind: str) -> None:
    """Send again, beginning with what waited."""
    with transaction():
        connection = existing(hub, kind)
        account = connection.account
        delivery.release(account)
        connection.state = "on"
        audit.note(hub.workspace_id, audit.Act.RESUMED, told_of(connection))
        delivery.move(connection)
        delivery.wake_after_commit((account.id, lane) for lane in range(account.lanes))


def told_of(connection: Connection) -> str:
    """Which one it is, in the audit log: ``braze, Summer``."""
    return f"{connection.kind}, {db.session.get_one(Hub, connection.hub_id).name}"


def existing(hub: Hub, kind: str) -> Connection:
    """The hub's connection. Raises NotFoundHere, also when it is being disconnected."""
    connection = connection_of(hub.id, kind)
    if connection is None or connection.state == "leaving":
        raise NotFoundHere
    return connection
