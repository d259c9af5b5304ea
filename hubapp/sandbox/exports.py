"""``POST /users/export/ids`` (CONTRACT 7)."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response

from hubapp.sandbox.answering import Answer, endpoint
from hubapp.sandbox.store import Json, Store

bp = Blueprint("exports", __name__)
_MOST = 50
_SINGLE = ("device_id", "email_address", "phone", "braze_id")
_OURS = ("ref", "custom_attribute_types", "updated_at", "event_log", "subscription_groups")
"""What the sandbox keeps for itself."""


@bp.post("/users/export/ids")
def export() -> Response:
    """Whom nobody knows is left out; fields that are empty too."""
    return endpoint("users.export.ids", _answer)


def _answer(store: Store, body: Json) -> Answer:
    ids, aliases = body.get("external_ids") or [], body.get("user_aliases") or []
    if not isinstance(ids, list) or not isinstance(aliases, list):
        return 400, {"message": "external_ids and user_aliases must be arrays"}
    if len(ids) + len(aliases) > _MOST:
        text = "The max number of external_ids and aliases per request was exceeded"
        return 400, {"message": text}
    if not ids and not aliases and not any(body.get(key) for key in _SINGLE):
        return 400, {
            "message": "external_ids, user_aliases, device_id, email_address, phone or "
            "braze_id must be provided"
        }
    found = [store.by_external.get(str(each)) for each in ids]
    found += [_by_alias(store, each) for each in aliases]
    found += _by_one(store, body)
    wanted = body.get("fields_to_export")
    unknown = [each for each in ids if str(each) not in store.by_external]
    reply: Json = {"users": [_shown(each, wanted) for each in found if each], "message": "success"}
    return 201, {**reply, **({"invalid_user_ids": unknown} if unknown else {})}


def _by_alias(store: Store, alias: Any) -> Json | None:
    if not isinstance(alias, dict):
        return None
    return store.by_alias.get((str(alias.get("alias_label")), str(alias.get("alias_name"))))


def _by_one(store: Store, body: Json) -> list[Json]:
    if named := body.get("braze_id"):
        found = store.profiles.get(str(named))
        return [found] if found else []
    for kind, key in (("email", "email_address"), ("phone", "phone")):
        if value := body.get(key):
            return store.having(kind, str(value))
    return []


def _shown(profile: Json, wanted: Any) -> Json:
    whole = {key: value for key, value in profile.items() if key not in _OURS}
    whole["custom_events"] = [
        {"name": name, **{key: each[key] for key in ("first", "last", "count") if key in each}}
        for name, each in whole.pop("events").items()
    ]
    whole["purchases"] = []
    fields = wanted if isinstance(wanted, list) and wanted else list(whole)
    return {key: whole[key] for key in fields if whole.get(key) not in (None, "", [], {})}
