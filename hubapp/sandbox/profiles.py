"""Whose profile an object is about, and what it does to it (CONTRACT 3.2, 4, 5)."""

from __future__ import annotations

from datetime import datetime
from itertools import islice
from typing import Any

from hubapp.sandbox import attributes, subscriptions
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
        subscriptions.settle(store, profile, item)
    elif name == "events":
        _event(profile, item, store.now())
    else:
        profile["purchases"] += 1
    store.touched(profile)


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


def find(store: Store, item: Json) -> Json | None:
    """The profile that an object is about (CONTRACT 3.1); None when there is none."""
    if external := item.get("external_id"):
        return store.by_external.get(str(external))
    if alias := item.get("user_alias"):
        return store.by_alias.get((alias["alias_label"], alias["alias_name"]))
    if braze_id := item.get("braze_id"):
        return store.profiles.get(str(braze_id))
    kind = "email" if item.get("email") else "phone"
    return store.newest(kind, str(item[kind]))


def find_or_create(store: Store, item: Json) -> Json | None:
    """The profile of an object, made when the rules of CONTRACT 3.2 say so."""
    return find(store, item) or _create(store, item)


def _create(store: Store, item: Json) -> Json | None:
    only_existing = item.get("_update_existing_only")
    if external := item.get("external_id"):
        return None if only_existing else make(store, external_id=str(external))
    if alias := item.get("user_alias"):
        kept = {key: alias[key] for key in ("alias_label", "alias_name")}
        # Alone among identifiers an alias is update-only unless told otherwise.
        return make(store, user_aliases=[kept]) if only_existing is False else None
    if item.get("braze_id") or only_existing:
        return None
    kind = "email" if item.get("email") else "phone"
    return make(store, **{kind: str(item[kind])})


def make(store: Store, **identity: Any) -> Json:
    """A new profile that is found by this identity."""
    profile = store.new_profile()
    profile.update(identity)
    store.index(profile)
    subscriptions.inherit(store, profile)
    return profile
