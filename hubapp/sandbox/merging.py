"""Two profiles become one, and which of several is meant (CONTRACT 3.4)."""

from __future__ import annotations

from typing import Any

from hubapp.sandbox.attributes import STANDARD
from hubapp.sandbox.store import Json, Store


def chosen(profiles: list[Json], prioritization: Any) -> Json | None:
    """The one that the order of preference leaves; None when it leaves several, or nobody."""
    rules = prioritization if isinstance(prioritization, list) else []
    if "identified" in rules:
        profiles = [each for each in profiles if each["external_id"]]
    if "unidentified" in rules:
        profiles = [each for each in profiles if not each["external_id"]]
    ordered = sorted(profiles, key=lambda each: each["updated_at"])
    if "most_recently_updated" in rules:
        ordered = ordered[-1:]
    if "least_recently_updated" in rules:
        ordered = ordered[:1]
    return ordered[0] if len(ordered) == 1 else None


def absorb(store: Store, keep: Json, gone: Json) -> None:
    """The one that stays keeps its own values; gaps are filled from the other."""
    for key in STANDARD:
        if keep.get(key) in (None, "") and gone.get(key):
            keep[key] = gone[key]
    for key in ("custom_attributes", "custom_attribute_types"):
        keep[key] = {**gone[key], **keep[key]}
    keep["user_aliases"] = [*keep["user_aliases"], *gone["user_aliases"]]
    for name, event in gone["events"].items():
        keep["events"][name] = _both(keep["events"].get(name), event)
    keep["event_log"] = [*gone.get("event_log", []), *keep.get("event_log", [])]
    keep["purchases"] += gone["purchases"]
    store.delete(gone)
    store.index(keep)
    store.touched(keep)


def _both(one: Json | None, other: Json) -> Json:
    if one is None:
        return other
    later = max(one, other, key=lambda each: str(each.get("last", "")))
    return {**later, "count": one["count"] + other["count"]}
