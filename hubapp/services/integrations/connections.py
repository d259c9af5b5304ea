"""A hub's connection to a destination: check, save, pause, resume."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, NamedTuple

from flask import current_app
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from hubapp.core.destination import Destination
from hubapp.core.errors import NotFoundHere, Problem, Refused
from hubapp.core.mapping import FieldMapping
from hubapp.core.words import Words
from hubapp.doors.database import end_reading, transaction
from hubapp.doors.vault import open_sealed
from hubapp.extensions import db
from hubapp.models import Account, Activity, Connection, Hub
from hubapp.models.account import PRODUCTION, SANDBOX
from hubapp.services import audit, delivery
from hubapp.services.integrations import consents
from hubapp.services.integrations.accounts import (
    account_of,
    accounts_of,
    give,
    hubs_with,
    key_of,
    same_key,
)
from hubapp.services.integrations.controls import at_controls
from hubapp.services.integrations.defaults import begun_with
from hubapp.services.integrations.mappings import (
    LONGEST_KEEP,
    Form,
    destination_or_404,
    endpoints_of,
    sources,
)
from hubapp.services.integrations.newest import newest
from hubapp.services.integrations.rules import rule_problems
from hubapp.services.integrations.trial import try_key
from hubapp.services.integrations.versions import freeze
from hubapp.services.integrations.whom import whom_problems


def connection_of(hub_id: int, kind: str) -> Connection | None:
    """The hub's connection to this kind of destination."""
    query = select(Connection).where(Connection.hub_id == hub_id, Connection.kind == kind)
    return db.session.scalars(query).one_or_none()


def form_of(hub: Hub, kind: str) -> Form:
    """The screen as saved; suggestions for a new connection."""
    connection = connection_of(hub.id, kind)
    if connection is None or connection.state == "leaving":
        return _first_form(hub, kind)
    return Form(
        connection.account.settings,
        FieldMapping.from_json(connection.mapping),
        only_changes=connection.only_changes,
        resend_events=connection.resend_events,
        keep_days=connection.keep_days,
    )


def _first_form(hub: Hub, kind: str) -> Form:
    """The workspace's default, or what suggests itself, by the rule of the account that it has."""
    destination = destination_or_404(kind)
    found = sources(hub)
    begun = begun_with(hub, kind, found)
    mapping = begun.mapping if begun else destination.suggest(found)
    account = next(iter(accounts_of(hub.workspace_id, kind)), None)
    if account is None:
        return Form({}, mapping)
    holds = {
        key
        for rule in destination.identity_rules
        for key in rule.identifies
        if rule.key == account.identify_by
    }
    held = next((each for each in found if each.identifies in holds), None)
    if held is not None:
        mapping = replace(mapping, identify_by=account.identify_by, identity_source=held.key)
    return Form({}, mapping)


def save(hub: Hub, kind: str, form: Form, user_id: int | None = None) -> Connection:
    """Check everything, try the key, then save and turn on; or change nothing. A new connection
    takes two transactions, see ``_begin``. user_id: who saves.

    Raises Refused with a sentence for each control.
    """
    destination = destination_or_404(kind)
    connection = connection_of(hub.id, kind)
    _refuse_leaving(connection)
    settings, secret, problems = _credentials(hub, destination, connection, form)
    problems += destination.secret_problems(secret)
    known = sources(hub)
    problems += destination.lint(form.mapping, known)
    problems += whom_problems(form.mapping, destination, known)
    problems += rule_problems(connection, form)
    if not 1 <= form.keep_days <= LONGEST_KEEP:
        sentence = Words("Enter a number of days from 1 to %(most)s.", most=LONGEST_KEEP)
        problems.append(Problem("keep_days", sentence))
    if problems:
        raise Refused(*at_controls(problems, form.held))
    hub_id, allowed = hub.id, endpoints_of(hub.workspace_id)
    end_reading()
    try_key(destination, settings, secret, allowed)
    try:
        stored = _store(hub_id, kind, settings, form, secret, user_id)
    except IntegrityError:
        # Two first saves at the same moment: the other one made the connection.
        stored = _store(hub_id, kind, settings, form, secret, user_id)
    if stored.made is not None:
        _begin(stored.made)
    return stored.connection


def _credentials(
    hub: Hub, destination: Destination, connection: Connection | None, form: Form
) -> tuple[dict[str, Any], str, list[Problem]]:
    """Settings, key and what is wrong with them: of an account that the workspace has, or as they
    were typed. A saved key is never tried at a place that it was not typed for."""
    if connection is None and form.account:
        try:
            account = account_of(hub.workspace_id, form.account)
        except NotFoundHere:
            sentence = Words("This account is gone. Choose another, or add one.")
            return {}, "gone", [Problem("account", sentence)]
        return dict(account.settings), open_sealed(account.secret) or "", []
    settings, problems = destination.clean_settings(form.typed, endpoints_of(hub.workspace_id))
    kept = ""
    if connection is not None:
        account = connection.account
        moved = destination.home(account.settings) != destination.home(settings)
        kept = "" if moved and not problems else open_sealed(account.secret) or ""
    secret = destination.secret_kept(kept, form.secret, form.typed)
    if connection is not None and not problems:
        mark = delivery.key_mark(destination.home(settings), secret)
        # Twins of an older installation are told on the account's screen: they may save, and join.
        other_key = mark != key_of(account)
        if other_key and same_key(hub.workspace_id, connection.kind, mark, account.id):
            sentence = Words(
                "Another account of this workspace has this key. Choose it at “Use another "
                "account”, below the mapping."
            )
            problems.append(Problem("secret", sentence))
    return settings, secret, problems


class _Stored(NamedTuple):
    """made: the id of a new one."""

    connection: Connection
    made: int | None


def _store(
    hub_id: int, kind: str, settings: dict[str, Any], form: Form, secret: str, user_id: int | None
) -> _Stored:
    home = destination_or_404(kind).home(settings)
    mark = delivery.key_mark(home, secret)
    with transaction() as session:
        # Looked for anew: somebody else may have saved or disconnected while the key was tried.
        found = connection_of(hub_id, kind)
        _refuse_leaving(found)
        connection = found or _new(hub_id, kind, mark, form.account)
        account = connection.account
        if found is None:
            session.add(connection)
        elif destination_or_404(kind).home(account.settings) != home:
            consents.note_all(connection)  # of the place where they were sent until now
            account.tag = _tag_at(home)
        connection.keep_days = form.keep_days
        connection.only_changes, connection.resend_events = form.only_changes, form.resend_events
        before = key_of(account)
        if before != mark:
            act = audit.Act.CONNECTED if found is None else audit.Act.KEY_CHANGED
            audit.note(account.workspace_id, act, told_of(connection))
        if account.id is None or len(hubs_with(account)) <= 1:
            account.identify_by = form.mapping.identify_by
        if account.id is None:
            account.tag = _tag_at(home)
        give(account, settings, mark, secret, is_other=before not in ("", mark))
        freeze(connection, form.mapping, user_id)
        session.flush()
        return _Stored(connection, connection.id if found is None else None)


def _tag_at(home: str) -> str:
    """Only a place that the operator has allowed is not https."""
    return SANDBOX if home.startswith("http:") else PRODUCTION


def _refuse_leaving(connection: Connection | None) -> None:
    if connection is not None and connection.state == "leaving":
        sentence = Words(
            "It is still being disconnected. Connect it again once its deliveries are deleted."
        )
        raise Refused(Problem("secret", sentence))


def _new(hub_id: int, kind: str, mark: str, account_id: int) -> Connection:
    """With the account that was chosen, or that has the same key at the same place, so that the
    updates of a person keep their order whichever hub they come from; else with a new one."""
    workspace_id = db.session.get_one(Hub, hub_id).workspace_id
    account = db.session.get(Account, account_id) if account_id else None
    if account is None or account.workspace_id != workspace_id or account.mark != mark:
        account = same_key(workspace_id, kind, mark)
    if account is not None:
        # Held until we are committed, or it could be disconnected and deleted meanwhile.
        db.session.refresh(account, with_for_update={"key_share": True})
    if account is None or not account.secret:
        lanes = current_app.extensions["settings"].lanes
        account = Account(
            workspace_id=workspace_id, kind=kind, lanes=lanes, state="on", mark="", doubted_to=0
        )
    return Connection(
        hub_id=hub_id,
        kind=kind,
        state="on",
        account=account,
        mapping_number=0,
        begins_after=newest(Activity),
    )


def _begin(connection_id: int) -> None:
    """Draw the line anew once everybody sees the connection. An activity that was in flight and
    did not see it yet had its id by now, so it is from before; one that did has its delivery and is
    never sent again as one from before."""
    with transaction() as session:
        # Nothing to do when somebody has disconnected it meanwhile.
        found = session.get(Connection, connection_id)
        if found is not None:
            found.begins_after = newest(Activity)


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
