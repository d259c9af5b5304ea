"""``/users/alias/new``, ``/users/alias/update``, ``/users/identify``, ``/users/merge`` (CONTRACT
3.3, 3.4)."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response

from hubapp.sandbox.answering import Answer, endpoint
from hubapp.sandbox.merging import absorb, chosen
from hubapp.sandbox.profiles import make
from hubapp.sandbox.store import Json, Store

bp = Blueprint("identities", __name__)
_MOST = 50
_LISTS = ("aliases_to_identify", "emails_to_identify", "phone_numbers_to_identify")
_IDENTIFIERS = (
    "identifiers must be objects with an 'external_id' property that is a string, 'user_alias' "
    "property that is an object, 'email' property that is a string, or 'phone' property that is a "
    "string"
)
_ONLY = "'merge_updates' must only have 'identifier_to_merge' and 'identifier_to_keep'"


@bp.post("/users/alias/new")
def new_alias() -> Response:
    """For somebody who is known by an external id, or for somebody new."""
    return endpoint("users.alias.new", _new_aliases)


@bp.post("/users/alias/update")
def update_alias() -> Response:
    """Another name under the same label."""
    return endpoint("users.alias.update", _update_aliases)


@bp.post("/users/identify")
def identify() -> Response:
    """Success says that it was received, not that anybody was found."""
    return endpoint("users.identify", _identify)


@bp.post("/users/merge")
def merge() -> Response:
    """Braze does it some time later; the sandbox at once."""
    return endpoint("users.merge", _merge)


def _list(body: Json, name: str, what: str) -> list[Json] | Answer:
    items = body.get(name)
    if not isinstance(items, list) or not all(isinstance(each, dict) for each in items):
        return 400, {"message": f"'{name}' must be an array of objects"}
    if len(items) > _MOST:
        return 400, {"message": f"a single request may not contain more than {_MOST} {what}"}
    return items


def _is_alias(alias: Any) -> bool:
    return isinstance(alias, dict) and all(
        isinstance(alias.get(each), str) and alias[each] for each in ("alias_name", "alias_label")
    )


def _new_aliases(store: Store, body: Json) -> Answer:
    items = _list(body, "user_aliases", "aliases")
    if isinstance(items, tuple):
        return items
    if not all(map(_is_alias, items)):
        return 400, {"message": "'user_aliases' need an 'alias_name' and an 'alias_label'"}
    for item in items:
        _add_alias(store, item)
    return 201, {"aliases_processed": len(items), "message": "success"}


def _add_alias(store: Store, item: Json) -> None:
    alias = {key: item[key] for key in ("alias_name", "alias_label")}
    if (alias["alias_label"], alias["alias_name"]) in store.by_alias:
        return
    if not item.get("external_id"):
        make(store, user_aliases=[alias])
        return
    profile = store.by_external.get(str(item["external_id"]))
    if profile and not _has_label(profile, alias["alias_label"]):
        profile["user_aliases"].append(alias)
        store.index(profile)
        store.touched(profile)


def _has_label(profile: Json, label: str) -> bool:
    return any(each["alias_label"] == label for each in profile["user_aliases"])


def _update_aliases(store: Store, body: Json) -> Answer:
    items = _list(body, "alias_updates", "alias updates")
    if isinstance(items, tuple):
        return items
    names = ("alias_label", "old_alias_name", "new_alias_name")
    if not all(isinstance(item.get(name), str) for item in items for name in names):
        return 400, {"message": f"'alias_updates' need {', '.join(names)}"}
    for item in items:
        label, old, new = (item[name] for name in names)
        profile = store.by_alias.get((label, old))
        if profile and (label, new) not in store.by_alias:
            for alias in profile["user_aliases"]:
                if (alias["alias_label"], alias["alias_name"]) == (label, old):
                    alias["alias_name"] = new
            store.by_alias[label, new] = store.by_alias.pop((label, old))
            store.touched(profile)
    return 201, {"aliases_processed": len(items), "message": "success"}


def _identify(store: Store, body: Json) -> Answer:
    given = [name for name in _LISTS if name in body]
    if not given:
        return 400, {"message": f"one of {', '.join(_LISTS)} is required"}
    count = 0
    for name in given:
        items = _list(body, name, "users")
        if isinstance(items, tuple):
            return items
        if wrong := next(filter(None, (_unfit(name, item) for item in items)), ""):
            return 400, {"message": wrong}
        count += len(items)
    for name in given:
        for item in body[name]:
            _identify_one(store, name, item)
    return 201, {"aliases_processed": count, "message": "success"}


def _unfit(name: str, item: Json) -> str:
    if not item.get("external_id") or not isinstance(item["external_id"], str):
        return "'external_id' is required"
    if name == "aliases_to_identify":
        return "" if _is_alias(item.get("user_alias")) else "'user_alias' is required"
    kind = "email" if name == "emails_to_identify" else "phone"
    if not isinstance(item.get(kind), str):
        return f"'{kind}' is required"
    return "" if item.get("prioritization") else "'prioritization' is required"


def _identify_one(store: Store, name: str, item: Json) -> None:
    if name == "aliases_to_identify":
        alias = item["user_alias"]
        found = store.by_alias.get((alias["alias_label"], alias["alias_name"]))
    else:
        kind = "email" if name == "emails_to_identify" else "phone"
        found = chosen(store.having(kind, item[kind]), item["prioritization"])
    if found is None or found["external_id"]:
        return
    known = store.by_external.get(item["external_id"])
    if known is None:
        found["external_id"] = item["external_id"]
        store.index(found)
        store.touched(found)
    elif not any(_has_label(known, each["alias_label"]) for each in found["user_aliases"]):
        absorb(store, keep=known, gone=found)


def _merge(store: Store, body: Json) -> Answer:
    updates = _list(body, "merge_updates", "merge updates")
    if isinstance(updates, tuple):
        return updates
    for update in updates:
        if set(update) != {"identifier_to_merge", "identifier_to_keep"}:
            return 400, {"message": _ONLY}
        if not all(map(_is_identifier, update.values())):
            return 400, {"message": _IDENTIFIERS}
    for update in updates:
        gone = _named(store, update["identifier_to_merge"])
        keep = _named(store, update["identifier_to_keep"])
        if gone and keep and gone is not keep:
            absorb(store, keep=keep, gone=gone)
    return 202, {"message": "success"}


def _is_identifier(named: Any) -> bool:
    return isinstance(named, dict) and (
        any(isinstance(named.get(key), str) for key in ("external_id", "email", "phone"))
        or _is_alias(named.get("user_alias"))
    )


def _named(store: Store, named: Json) -> Json | None:
    if external := named.get("external_id"):
        return store.by_external.get(external)
    if alias := named.get("user_alias"):
        return store.by_alias.get((alias["alias_label"], alias["alias_name"]))
    kind = "email" if named.get("email") else "phone"
    return chosen(store.having(kind, str(named.get(kind, ""))), named.get("prioritization") or [])
