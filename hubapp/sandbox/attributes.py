"""Applying an attribute object to a profile (CONTRACT 4)."""

from __future__ import annotations

import copy
import re
import zoneinfo
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from babel import Locale

from hubapp.sandbox.dates import is_nested_date, looks_like_date, moment_of

Json = dict[str, Any]
STANDARD = (
    "first_name last_name home_city email phone dob gender country language time_zone "
    "email_subscribe push_subscribe"
).split()
FLAGS = {
    "_update_existing_only",
    "_merge_objects",
    "push_token_import",
    "external_id",
    "user_alias",
    "braze_id",
    "push_tokens",
    "subscription_groups",
    "current_location",
    "app_id",
}
_COUNTRIES = {
    "australia": "AU",
    "united states": "US",
    "usa": "US",
    "united kingdom": "GB",
    "germany": "DE",
    "france": "FR",
    "japan": "JP",
    "new zealand": "NZ",
    "canada": "CA",
    "brazil": "BR",
}
_NO_COUNTRIES = set("AC CP CQ DG EA EU EZ IC QO TA UN XA XB XK ZZ".split())
"""What Unicode names beside the countries of ISO 3166-1."""
_MOST_IN_ARRAY = 100


def apply(profile: Json, item: Json, given: Mapping[str, Any]) -> None:
    """Set what the object carries. What Braze drops silently is dropped silently."""
    for key, value in item.items():
        if key in FLAGS:
            continue
        if key in STANDARD:
            _standard(profile, key, value)
        elif key not in given.get("blocklist_attributes", ()) and _may_be_name(key):
            _custom(profile, key, value, bool(item.get("_merge_objects")))


def _may_be_name(key: str) -> bool:
    return bool(key) and len(key) <= 255 and not re.search(r"[\x00-\x1f\x22$.]", key)


def _standard(profile: Json, key: str, value: Any) -> None:
    if value is None:
        profile[key] = None
    elif key == "country":
        profile[key] = _country(str(value).strip())
    elif _is_valid(key, value):
        profile[key] = value


def _country(text: str) -> str | None:
    return text.upper() if text.upper() in _codes() else _COUNTRIES.get(text.lower())


@lru_cache(maxsize=1)
def _codes() -> frozenset[str]:
    """ISO 3166-1 alpha-2."""
    listed = map(str, Locale.parse("en").territories)
    return frozenset(each for each in listed if re.fullmatch("[A-Z]{2}", each)) - _NO_COUNTRIES


def _is_valid(key: str, value: Any) -> bool:
    if key == "time_zone":
        return isinstance(value, str) and value in zoneinfo.available_timezones()
    if key == "dob":
        written = re.fullmatch(r"\d{4}-\d\d-\d\d", str(value), re.ASCII)
        return written is not None and moment_of(value) is not None
    return key != "gender" or value in ("M", "F", "O", "N", "P")


def _custom(profile: Json, key: str, value: Any, merge: bool) -> None:
    attributes, types = profile["custom_attributes"], profile["custom_attribute_types"]
    if value is None:
        attributes.pop(key, None)
        types.pop(key, None)
        return
    after = _changed(attributes.get(key), value, merge)
    if after is not _NOTHING:
        attributes[key] = after
        types[key] = _type_of(after)


_NOTHING = object()
"""What changes nothing: Braze drops it without a word."""


def _changed(before: Any, value: Any, merge: bool) -> Any:
    if isinstance(value, list | dict) and _is_spoilt(value):
        return _NOTHING
    if isinstance(value, list):
        return _unique(value)
    if isinstance(value, str):
        return value if len(value) <= 255 else _NOTHING
    if not isinstance(value, dict):
        return value
    for operators, fits, change in _OPERATIONS:
        if value and set(value) <= operators:
            return change(before, value) if all(map(fits, value.values())) else _NOTHING
    return _merged(before, value) if merge and isinstance(before, dict) else value


def _unique(values: list[Any]) -> list[Any]:
    found: list[Any] = []
    for value in values:
        if value not in found:
            found.append(value)
    return found[-_MOST_IN_ARRAY:]


def _increment(before: Any, value: Json) -> Any:
    start = before if isinstance(before, int | float) and not isinstance(before, bool) else 0
    return start + value["inc"]


def _array(before: Any, value: Json) -> Any:
    found = list(before) if isinstance(before, list) else []
    for each in value.get("add", ()):
        if each in found:
            found.remove(each)
        found.append(each)
    return [each for each in found if each not in value.get("remove", ())][-_MOST_IN_ARRAY:]


def _objects(before: Any, value: Json) -> Any:
    """Add, then remove, then update, whatever the order in the request (CONTRACT 4.3)."""
    found = copy.deepcopy(before) if isinstance(before, list) else []
    found += value.get("$add", [])
    for gone in value.get("$remove", ()):
        found = [each for each in found if not _identified(each, gone)]
    for new in value.get("$update", ()):
        for each in found:
            if _identified(each, new):
                each.update(new.get("$new_object", {}))
    return found


def _identified(item: Any, by: Json) -> bool:
    key = by.get("$identifier_key")
    return isinstance(item, dict) and item.get(key) == by.get("$identifier_value")


def _merged(before: Json, value: Json) -> Json:
    after = dict(before)
    for key, each in value.items():
        both = isinstance(each, dict) and isinstance(after.get(key), dict)
        after[key] = _merged(after[key], each) if both else each
    return after


def _is_spoilt(value: Any) -> bool:
    """One null or bad date inside an object drops all that was sent for the attribute
    (CONTRACT 4.3)."""
    if isinstance(value, list):
        return any(_is_spoilt(each) for each in value if isinstance(each, dict | list))
    if isinstance(value, dict):
        if "$time" in value:
            return len(value) > 1 or not is_nested_date(value["$time"])
        return any(_is_spoilt(each) for each in value.values())
    return value is None


def _is_integer(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_list(value: Any) -> bool:
    return isinstance(value, list)


def _is_list_of_objects(value: Any) -> bool:
    return isinstance(value, list) and all(
        isinstance(each, dict) and isinstance(each.get("$new_object", {}), dict) for each in value
    )


_OPERATIONS: tuple[tuple[set[str], Callable[[Any], bool], Callable[[Any, Json], Any]], ...] = (
    ({"inc"}, _is_integer, _increment),
    ({"add", "remove"}, _is_list, _array),
    ({"$add", "$remove", "$update"}, _is_list_of_objects, _objects),
)


def _type_of(value: Any) -> str:
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int | float):
        return "number"
    if isinstance(value, str):
        return "time" if looks_like_date(value) else "string"
    return "array" if isinstance(value, list) else "object"
