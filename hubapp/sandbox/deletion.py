"""``POST /users/delete`` (CONTRACT 7)."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response

from hubapp.sandbox.answering import Answer, endpoint
from hubapp.sandbox.store import Json, Store

bp = Blueprint("deletion", __name__)
KINDS = ("external_ids", "user_aliases", "braze_ids", "email_addresses", "phone_numbers")
_MOST = 50
_ONE_KIND = (
    "Only one of 'external_ids', 'user_aliases', 'braze_ids', 'email_addresses' or "
    "'phone_numbers' may be given, and one is required"
)


@bp.post("/users/delete")
def delete() -> Response:
    """Whom nobody knows is not counted, and is no error."""
    return endpoint("users.delete", _answer)


def _answer(store: Store, body: Json) -> Answer:
    named = [kind for kind in KINDS if body.get(kind)]
    if len(named) != 1 or not isinstance(body[named[0]], list):
        return 400, {"message": _ONE_KIND}
    if len(body[named[0]]) > _MOST:
        return 400, {"message": f"a single request may not contain more than {_MOST} users"}
    found = [_find(store, named[0], each) for each in body[named[0]]]
    gone = [each for each in found if each is not None]
    for profile in gone:
        store.delete(profile)
    store.counts["deleted"] = store.counts.get("deleted", 0) + len(gone)
    return 201, {"deleted": len(gone), "message": "success"}


def _find(store: Store, kind: str, named: Any) -> Json | None:
    if kind == "external_ids":
        return store.by_external.get(str(named))
    if kind == "braze_ids":
        return store.profiles.get(str(named))
    if not isinstance(named, dict):
        return None
    if kind == "user_aliases":
        return store.by_alias.get((named.get("alias_label", ""), named.get("alias_name", "")))
    by = "email" if kind == "email_addresses" else "phone"
    # Without an order of preference Braze does not know which of several is meant.
    return store.newest(by, str(named.get(by, ""))) if named.get("prioritization") else None
