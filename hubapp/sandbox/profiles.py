"""Whose profile an object is about, and what it does to it (CONTRACT 3.2, 4, 5)."""

from __future__ import annotations

from datetime import datetime
from itertools import islice
from typing import Any

from hubapp.sandbox import attributes
from hubapp.sandbox.dates import moment_of
from hubapp.sandbox.store import Json, Store

_MOST_PROPERTIES = 256
"""Of one event; the rest is dropped (CONTRACT 5.1)."""


def take(store: Store, name: str, item: Json) -> None:
    """What an accepted object does to the profile that it is about. name: the array it was in."""
    profile = find_or_create(store, item)
    if profile is None:
        return
    if name == "attributes":
        attributes.apply(profile, item, store.given)
        store.index(profile)
        _spread(store, profile, item)
    elif name == "events":
        _event(profile, item, store.now())
    else:
        profile["purchases"] += 1
    store.touched(profile)


def _spread(store: Store, profile: Json, item: Json) -> None:
    """An address is subscribed or not, whoever has it (CONTRACT 4.2, 9.13)."""
    state, email = item.get("email_subscribe"), profile.get("email")
    for each in store.with_email(email) if state and email else ():
        each["email_subscribe"] = state


def _event(profile: Json, item: Json, now: datetime) -> None:
    happened = moment_of(item["time"])
    # What has not come yet happens now (CONTRACT 5.1).
    late = happened is not None and happened <= now
    at = item["time"] if late else now.isoformat(timespec="milliseconds").replace("+00:00", "Z")
    events = profile["events"]
    kept = events.setdefault(item["name"], {"count": 0, "first": at})
    kept["count"] += 1
    kept["last"] = at
    kept["properties"] = dict(islice(item.get("properties", {}).items(), _MOST_PROPERTIES))
    log = profile.setdefault("event_log", [])
    log.append({"name": item["name"], "time": at, "properties": kept["properties"]})


def find_or_create(store: Store, item: Json) -> Json | None:
    """The profile of an object, made when the rules of CONTRACT 3.2 say so."""
    only_existing = item.get("_update_existing_only")
    if external := item.get("external_id"):
        return store.by_external.get(str(external)) or _create(
            store, not only_existing, external_id=str(external)
        )
    if alias := item.get("user_alias"):
        key = (alias["alias_label"], alias["alias_name"])
        kept = {"alias_label": key[0], "alias_name": key[1]}
        return store.by_alias.get(key) or _create(
            store, only_existing is False, user_aliases=[kept]
        )
    if braze_id := item.get("braze_id"):
        return store.profiles.get(str(braze_id))
    kind = "email" if item.get("email") else "phone"
    value = str(item[kind])
    return store.newest(kind, value) or _create(store, not only_existing, **{kind: value})


def _create(store: Store, may: bool, **identity: Any) -> Json | None:
    if not may:
        return None
    profile = store.new_profile() | identity
    store.profiles[profile["braze_id"]] = profile
    store.index(profile)
    return profile
