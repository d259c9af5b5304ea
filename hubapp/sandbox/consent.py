"""The endpoints of subscriptions: ``/email/status``, ``/subscription/...`` (CONTRACT 7)."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, request

from hubapp.sandbox.answering import Answer, endpoint, reading
from hubapp.sandbox.store import Json, Store
from hubapp.sandbox.subscriptions import GROUPS, set_group, set_group_of, set_mail
from hubapp.sandbox.validation import EMAIL, SUBSCRIPTIONS, is_group

bp = Blueprint("consent", __name__)
_MOST = 50
_BAD_GROUP = "Invalid subscription group ID"
_NOT_BOTH = "Either an email address or a phone number should be provided, but not both."
_SUCCESS: Answer = (201, {"message": "success"})


@bp.post("/email/status")
def email_status() -> Response:
    """For addresses with or without a profile."""
    return endpoint("email.status", _email_status)


def _email_status(store: Store, body: Json) -> Answer:
    named = body.get("email")
    emails: list[Any] = named if isinstance(named, list) else [named]
    if not emails or not all(isinstance(e, str) and EMAIL.fullmatch(e) for e in emails):
        return 400, {"message": "Invalid email"}
    if len(emails) > _MOST:
        return 400, {"message": f"a single request may not contain more than {_MOST} emails"}
    if body.get("subscription_state") not in SUBSCRIPTIONS:
        return 400, {"message": "Invalid subscription_state"}
    set_mail(store, emails, body["subscription_state"])
    return _SUCCESS


@bp.post("/v2/subscription/status/set")
def set_groups() -> Response:
    """Several groups at once."""
    return endpoint("subscription.status.set", _set_groups)


@bp.post("/subscription/status/set")
def set_one_group() -> Response:
    """One group; a person or a list of them."""
    return endpoint("subscription.status.set", _set_one_group)


def _set_groups(store: Store, body: Json) -> Answer:
    groups = body.get("subscription_groups")
    if not isinstance(groups, list) or not groups:
        return 400, {"message": "'subscription_groups' must be an array of objects"}
    wrong = next(filter(None, (_wrong(store, group) for group in groups)), None)
    if wrong:
        return 400, {"message": wrong}
    for group in groups:
        _apply(store, group)
    return _SUCCESS


def _set_one_group(store: Store, body: Json) -> Answer:
    lists = {f"{name}s": _listed(body.get(name)) for name in ("external_id", "email", "phone")}
    group = {**body, **lists}
    if wrong := _wrong(store, group):
        return 400, {"message": wrong}
    _apply(store, group)
    return _SUCCESS


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value] if value else []


def _wrong(store: Store, group: Any) -> str:
    if not isinstance(group, dict) or not is_group(group.get("subscription_group_id"), store.given):
        return _BAD_GROUP
    if group.get("subscription_state") not in ("subscribed", "unsubscribed"):
        return "Invalid subscription_state"
    if group.get("emails") and group.get("phones"):
        return _NOT_BOTH
    named = [group.get(kind) or [] for kind in ("external_ids", "emails", "phones")]
    if not any(named) or not all(isinstance(each, list) for each in named):
        return "external_ids, emails or phones must be provided"
    if any(len(each) > _MOST for each in named):
        return f"a single request may not contain more than {_MOST} users"
    return ""


def _apply(store: Store, group: Json) -> None:
    named, state = group["subscription_group_id"], group["subscription_state"]
    known = (store.by_external.get(str(each)) for each in group.get("external_ids") or [])
    set_group(store, [each for each in known if each], named, state)
    mails = [f"email:{str(each).lower()}" for each in group.get("emails") or []]
    numbers = [f"sms:{str(each).lower()}" for each in group.get("phones") or []]
    set_group_of(store, mails + numbers, named, state)


@bp.get("/subscription/status/get")
def status() -> Response:
    """The state of people in one group."""
    return reading("subscription.status.get", _status)


def _status(store: Store) -> Answer:
    group = request.args.get("subscription_group_id", "")
    if not is_group(group, store.given):
        return 400, {"message": _BAD_GROUP}
    found = {
        name: str((profile.get("subscription_groups") or {}).get(group, "unknown")).capitalize()
        for name, profile in _asked(store)
    }
    return 200, {"status": found, "message": "success"}


@bp.get("/subscription/user/status")
def user_status() -> Response:
    """All groups of people."""
    return reading("subscription.groups.get", _user_status)


def _user_status(store: Store) -> Answer:
    users = [
        {
            "external_id": profile["external_id"],
            "email": profile.get("email"),
            "phone": profile.get("phone"),
            "subscription_groups": [
                {"id": group, "name": name, "channel": channel, "status": state.capitalize()}
                for group, state in (profile.get("subscription_groups") or {}).items()
                for name, channel in [GROUPS.get(group, (group, "email"))]
            ],
        }
        for _, profile in _asked(store)
    ]
    return 200, {"users": users, "total_count": len(users), "message": "success"}


def _asked(store: Store) -> list[tuple[str, Json]]:
    """Whom the address names, by what it names them."""
    found: list[tuple[str, Json | None]] = []
    for name in ("external_id", "email", "phone"):
        for value in request.args.getlist(name) + request.args.getlist(f"{name}[]"):
            by_id = name == "external_id"
            known = store.by_external.get(value) if by_id else store.newest(name, value)
            found.append((value, known))
    return [(value, profile) for value, profile in found if profile]
