"""A hub takes another account of the workspace; two accounts with one key become one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from hubapp.core.errors import NotFoundHere, Problem, Refused
from hubapp.core.words import Words
from hubapp.doors.database import end_reading, transaction
from hubapp.doors.vault import open_sealed
from hubapp.extensions import db
from hubapp.models import Account, Connection, Hub
from hubapp.services import audit, delivery
from hubapp.services.integrations import moving
from hubapp.services.integrations.accounts import (
    account_of,
    accounts_of,
    hubs_with,
    key_of,
    name_of_account,
)
from hubapp.services.integrations.connections import existing, told_of
from hubapp.services.integrations.mappings import destination_or_404, endpoints_of
from hubapp.services.integrations.runs import go_on
from hubapp.services.integrations.trial import try_key

MOST_COUNTED = 1000
"""Deliveries that a screen counts each time it is looked at."""

_GONE = Words("This account is gone. Choose another, or add one.")


class Choice(NamedTuple):
    """An account that a hub may take. twin: it has the key that the hub sends with already."""

    account: Account
    name: Words
    twin: bool


class Joining(NamedTuple):
    """What it means to join an account with its twin. waiting: deliveries, counted up to one more
    than ``MOST_COUNTED``; rule: by what the hubs of the twin identify people, None where nothing is
    said; others: the hubs that identify them by something else, and go on to."""

    twin: Account
    name: Words
    hubs: Sequence[Hub]
    waiting: int
    rule: Words | None
    others: Sequence[Hub]


def choices_of(connection: Connection) -> list[Choice]:
    """The other accounts of the workspace that this connection could send with."""
    own = connection.account
    return [
        Choice(each, name_of_account(each), key_of(each) == key_of(own))
        for each in accounts_of(own.workspace_id, own.kind)
        if each.id != own.id
    ]


def waiting_of(connection: Connection) -> int:
    """What would be taken along, counted up to one more than ``MOST_COUNTED``."""
    return delivery.waiting_of(connection, MOST_COUNTED + 1)


def joinings_of(account: Account) -> list[Joining]:
    """The twins that an account could be joined with, oldest first: they have the same key at the
    same place, and do not know what the other has told."""
    used = hubs_with(account)
    hubs, found = [hub for hub, _ in used], []
    waiting = sum(waiting_of(connection) for _, connection in used)
    rules = {each.key: each.label for each in destination_or_404(account.kind).identity_rules}
    for twin in accounts_of(account.workspace_id, account.kind):
        if twin.id == account.id or key_of(twin) != key_of(account):
            continue
        rule = rules.get(twin.identify_by)
        others = [
            hub
            for hub, connection in used
            if rule is not None and connection.mapping.get("identify_by") != twin.identify_by
        ]
        found.append(Joining(twin, name_of_account(twin), hubs, waiting, rule, others))
    return found


def use_account(hub: Hub, kind: str, account_id: int) -> None:
    """Let a hub send with another account of the workspace, whose key is tried first: what has not
    left goes out with it, in order. A transaction to begin with, then those of a run.

    Raises NotFoundHere, and Refused with a sentence.
    """
    connection = existing(hub, kind)
    into = _chosen(_offered(hub.workspace_id, account_id), connection)
    destination, allowed = destination_or_404(kind), endpoints_of(hub.workspace_id)
    settings, secret = dict(into.settings), open_sealed(into.secret) or ""
    ids = connection.id, connection.account_id, into.id, delivery.waiting_of(connection)
    end_reading()
    try:
        try_key(destination, settings, secret, allowed)
    except Refused as refusal:
        # Of the one that was chosen, not of what the screen's own controls hold.
        raise Refused(*(Problem("", each.sentence) for each in refusal.problems)) from None
    with transaction():
        run_id = _take(*ids)
    go_on(run_id)


def _offered(workspace_id: int, account_id: int) -> Account:
    """One that was on the screen, and may be gone since."""
    try:
        return account_of(workspace_id, account_id)
    except NotFoundHere:
        raise Refused(Problem("", _GONE)) from None


def _chosen(account: Account, connection: Connection) -> Account:
    if account.kind != connection.kind or account.id == connection.account_id:
        raise Refused(Problem("", _GONE))
    if key_of(account) == key_of(connection.account):
        sentence = Words(
            "That account has the same key. Open the account of this hub and join the two there, "
            "so that all their hubs stay in order."
        )
        raise Refused(Problem("", sentence))
    return account


def _take(connection_id: int, before: int, into_id: int, total: int) -> int:
    """The id of the run, in the caller's transaction."""
    connection = moving.hold(connection_id, before, into_id)
    if connection is None or connection.state == "leaving":
        raise NotFoundHere
    into = db.session.get(Account, into_id)
    if into is None or not into.secret:
        raise Refused(Problem("", _GONE))
    _refuse_moving([connection], before)
    name = name_of_account(into)
    if not hubs_with(into):
        into.identify_by = str(connection.mapping.get("identify_by", ""))
    note = Words("The hub was given the account “%(account)s”. It goes with it.", account=name)
    workspace_id, told = into.workspace_id, f"{told_of(connection)}, {name}"
    audit.note(workspace_id, audit.Act.ACCOUNT_CHANGED, told)
    return moving.begin(connection, into, joins=False, note=note, total=total).id


def join_accounts(workspace_id: int, account_id: int, into_id: int) -> None:
    """Let all hubs of an account send with its twin, which has the same key; what each knows of
    people is joined, and the account goes. A transaction to begin with, then those of runs.

    Raises NotFoundHere, and Refused when they are no twins.
    """
    account, into = account_of(workspace_id, account_id), _offered(workspace_id, into_id)
    if account.id == into.id or account.kind != into.kind or key_of(account) != key_of(into):
        raise Refused(Problem("", Words("Only accounts with the same key can be joined.")))
    totals = {each.id: delivery.waiting_of(each) for _, each in hubs_with(account)}
    ids = account.id, into.id
    with transaction():
        run_ids = _join(*ids, totals)
    for run_id in run_ids:
        go_on(run_id)


def _join(before: int, into_id: int, totals: Mapping[int, int]) -> list[int]:
    """The ids of the runs, in the caller's transaction."""
    delivery.hold_account(before, into_id)
    held = [moving.hold(each, before, into_id) for each in sorted(totals)]
    connections = [each for each in held if each is not None and each.state != "leaving"]
    _refuse_moving(connections, before)
    account, into = db.session.get(Account, before), db.session.get(Account, into_id)
    if account is None or into is None or not (account.secret and into.secret):
        raise Refused(Problem("", _GONE))
    names = {"account": name_of_account(account), "other": name_of_account(into)}
    told = f"{into.kind}, {names['account']}, {names['other']}"
    audit.note(into.workspace_id, audit.Act.ACCOUNTS_JOINED, told)
    note = Words("“%(account)s” was joined with “%(other)s”, which has the same key.", **names)
    if not connections:
        # Nobody sends with it, so nobody has to be taken along.
        account.secret, account.secret_hint = b"", ""
    return [
        moving.begin(each, into, joins=True, note=note, total=totals[each.id]).id
        for each in connections
    ]


def _refuse_moving(connections: Sequence[Connection], before: int) -> None:
    """One that is being moved ends that first; one that has left meanwhile is not moved from
    there."""
    if any(each.moves_from is not None or each.account_id != before for each in connections):
        sentence = Words(
            "A hub of it is just being taken along to another account. Try again in a minute."
        )
        raise Refused(Problem("", sentence))
