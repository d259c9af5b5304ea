"""What an account may do there, tried without changing anything."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from flask import current_app

from hubapp.core.destination import Check, OutgoingRequest, Reply
from hubapp.core.words import Words
from hubapp.destinations import destination_of
from hubapp.doors import http
from hubapp.doors.database import end_reading, transaction
from hubapp.doors.vault import open_sealed
from hubapp.models import Account
from hubapp.models.columns import now
from hubapp.services.integrations.accounts import account_of


class Found(NamedTuple):
    """What a check found. state: ``yes``, ``no``, ``unknown`` or ``lacking`` (no, and nothing is
    stopped by it); mend: what to do about it."""

    label: Words
    state: str
    mend: Words


def found_in(account: Account) -> list[Found]:
    """What the last checks found; nothing before the first."""
    return [
        Found(Words.from_json(each["label"]), str(each["state"]), Words.from_json(each["mend"]))
        for each in account.checks
    ]


def check_account(workspace_id: int, account_id: int) -> None:
    """Try everything and keep what was found. Raises NotFoundHere."""
    account = account_of(workspace_id, account_id)
    destination, secret = destination_of(account.kind), open_sealed(account.secret)
    settings = dict(account.settings)
    end_reading()
    if destination is None or secret is None:
        return
    found = [
        {"label": check.label.to_json(), "state": state, "mend": check.mend.to_json()}
        for check, state in _tried(destination.checks(settings, secret), workspace_id)
    ]
    with transaction() as session:
        kept = session.get(Account, account_id, with_for_update={"key_share": True})
        if kept is not None:
            kept.checks, kept.checked_at = found, now()


def _tried(checks: Sequence[Check], workspace_id: int) -> list[tuple[Check, str]]:
    """Each with its state. Those that share a request share its answer."""
    replies: dict[int, Reply] = {}
    for check in checks:
        if id(check.request) not in replies:
            replies[id(check.request)] = _asked(check.request, workspace_id)
    return [(check, _state(check, replies[id(check.request)])) for check in checks]


def _asked(request: OutgoingRequest, workspace_id: int) -> Any:
    ours = current_app.extensions["settings"]
    return http.send(request, ours.send_timeout_seconds, ours.endpoints_of(workspace_id))


def _state(check: Check, reply: Reply) -> str:
    works = check.works(reply)
    if works is None:
        return "unknown"
    if works:
        return "yes"
    return "no" if check.needed else "lacking"
