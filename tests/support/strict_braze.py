"""A strict reader of a body for ``/users/track``, written from CONTRACT 2 to 5 alone, without a
look at ``hubapp/destinations``. Where the contract is unsure it takes the harsher side."""

from __future__ import annotations

import json
import re
import uuid
import zoneinfo
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import phonenumbers
from babel import Locale

ARRAYS = ("attributes", "events", "purchases")
PRIMARY = ("external_id", "user_alias", "braze_id")
FLAGS = ("_update_existing_only", "_merge_objects", "push_token_import")
DUMMIES = ("null", "undefined", "0", "test", "none")
TEXTS = ("first_name", "last_name", "home_city")
STATES = ("opted_in", "subscribed", "unsubscribed")
OPERATORS = {"add", "remove", "inc", "$add", "$remove", "$update"}
_OF_GROUP = {"subscription_group_id", "subscription_state"}
_NAME = re.compile(r"[^\x00-\x1f\x22]+")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_DATES = (
    re.compile(r"\d{4}[-/]\d{1,2}[-/]\d{1,2}([T ].*)?", re.ASCII),
    re.compile(r"\d{1,2}[-/]\d{1,2}[-/]\d{4}([T ].*)?", re.ASCII),
    re.compile(r"(Mon|Tue|Wed|Thu|Fri|Sat|Sun) .*\d{4}", re.ASCII),
)
_NO_COUNTRIES = set("AC CP CQ DG EA EU EZ IC QO TA UN XA XB XK ZZ".split())
_TERRITORIES = {str(each) for each in Locale.parse("en").territories}
_COUNTRIES = {each for each in _TERRITORIES if re.fullmatch("[A-Z]{2}", each)} - _NO_COUNTRIES
_LANGUAGES = {str(each) for each in Locale.parse("en").languages if len(str(each)) == 2}


@dataclass(frozen=True)
class Finding:
    """What Braze would do that nobody asked for. what: ``refused`` (the request or the object),
    ``dropped``, ``nulled`` or ``retyped``."""

    what: str
    where: str
    why: str


def findings(body: bytes, dates: frozenset[str] = frozenset()) -> list[Finding]:
    """All that goes wrong with a body. dates: custom attributes that are dates on purpose."""
    if len(body) > 4 * 1024 * 1024:
        return [Finding("refused", "body", "2.2: larger than 4 MB")]
    try:
        asked = json.loads(body, parse_constant=_no_constant)
    except ValueError as error:
        return [Finding("refused", "body", f"6.3: {error}")]
    if not isinstance(asked, dict) or not set(asked) <= set(ARRAYS):
        return [Finding("refused", "body", "2.1: an object of three arrays")]
    if not all(isinstance(each, list) for each in asked.values()):
        return [Finding("refused", "body", "2.1: arrays of objects")]
    found = []
    if not 0 < sum(map(len, asked.values())) <= 75:
        found.append(Finding("refused", "body", "2.2: 1 to 75 objects"))
    for name, items in asked.items():
        for index, item in enumerate(items):
            found += _object(name, f"{name}[{index}]", item, dates)
    return found


def _no_constant(text: str) -> None:
    raise ValueError(f"{text} is no JSON")


def _object(name: str, where: str, item: Any, dates: frozenset[str]) -> list[Finding]:
    if not isinstance(item, dict):
        return [Finding("refused", where, "2.1: an object")]
    found = [Finding("refused", where, why) for why in _identity(item)]
    if len(json.dumps(item).encode()) > 100_000:
        found.append(Finding("refused", where, "2.2: one object is at most 100 KB"))
    alias = item.get("user_alias")
    if alias and item.get("_update_existing_only") is not False:
        found.append(Finding("dropped", where, "3.2: an alias only updates unless told otherwise"))
    for flag in FLAGS:
        if flag in item and not isinstance(item[flag], bool):
            found.append(Finding("refused", where, f"4.1: {flag} is yes or no"))
    if name == "attributes":
        return found + _attributes(where, item, dates)
    return found + (_event(where, item) if name == "events" else [])


def _identity(item: dict[str, Any]) -> list[str]:
    primaries = [key for key in PRIMARY if key in item]
    if len(primaries) > 1:
        return ["3.1: only one primary identifier"]
    if not primaries:
        if item.get("email"):
            return []
        if item.get("phone"):
            return [] if _is_phone(item["phone"]) else ["3.2: only a valid number finds somebody"]
        return ["3.1: no identifier"]
    value = item[primaries[0]]
    if primaries == ["user_alias"]:
        whole = isinstance(value, dict) and set(value) == {"alias_name", "alias_label"}
        if not whole or not all(isinstance(each, str) and each for each in value.values()):
            return ["3.3: an alias has a name and a label"]
        return []
    if not isinstance(value, str) or not value or len(value.encode()) > 987:
        return ["3.1: an id is a text of at most 987 bytes"]
    return ["9.18: nobody's id"] if value.strip().lower() in DUMMIES else []


def _is_phone(value: Any) -> bool:
    try:
        return phonenumbers.is_valid_number(phonenumbers.parse(str(value), "US"))
    except phonenumbers.NumberParseException:
        return False


def _is_day(value: Any) -> bool:
    try:
        return bool(re.fullmatch(r"\d{4}-\d\d-\d\d", value, re.ASCII) and date.fromisoformat(value))
    except (TypeError, ValueError):
        return False


STANDARD: dict[str, tuple[str, Callable[[Any], bool]]] = {
    **{name: ("dropped", lambda value: isinstance(value, str)) for name in TEXTS},
    "email": (
        "refused",
        lambda v: isinstance(v, str) and len(v) <= 256 and bool(_EMAIL.fullmatch(v)),
    ),
    "phone": ("dropped", lambda v: isinstance(v, str) and v.startswith("+") and _is_phone(v)),
    "dob": ("dropped", _is_day),
    "gender": ("dropped", lambda value: value in ("M", "F", "O", "N", "P")),
    "country": ("nulled", lambda value: value in _COUNTRIES),
    "language": ("dropped", lambda value: value in _LANGUAGES),
    "time_zone": ("dropped", lambda value: value in zoneinfo.available_timezones()),
    "email_subscribe": ("refused", lambda value: value in STATES),
    "push_subscribe": ("refused", lambda value: value in STATES),
    "email_subscription_info": ("refused", lambda value: False),
    "image_url": ("dropped", lambda value: isinstance(value, str)),
}
"""What Braze does when the value of a standard field is none (4.2)."""


def _attributes(where: str, item: dict[str, Any], dates: frozenset[str]) -> list[Finding]:
    found = []
    for key, value in item.items():
        at = f"{where}.{key}"
        if key in PRIMARY or key in FLAGS or value is None:
            continue
        if key == "subscription_groups":
            found += [Finding("refused", at, why) for why in _groups(value)]
        elif key in STANDARD:
            what, fits = STANDARD[key]
            if not fits(value):
                found.append(Finding(what, at, f"4.2: {value!r}"))
        else:
            found += _custom(at, key, value, key in dates)
    return found


def _groups(groups: Any) -> list[str]:
    if not isinstance(groups, list) or not groups:
        return ["4.2: groups are a list"]
    wrong = []
    for group in groups:
        if not isinstance(group, dict) or not set(group) >= _OF_GROUP:
            return ["4.2: a group has an id and a state"]
        try:
            uuid.UUID(group["subscription_group_id"])
        except (TypeError, ValueError, AttributeError):
            wrong.append("4.2: a group's id is a UUID")
        if group["subscription_state"] not in ("subscribed", "unsubscribed"):
            wrong.append("4.2: a group's state is one of two")
        if set(group) - _OF_GROUP - {"use_double_opt_in_logic"}:
            wrong.append("4.2: a group has nothing else")
    ids = [group["subscription_group_id"] for group in groups]
    return wrong + (["9.13: a group stands there once"] if len(set(ids)) < len(ids) else [])


def _custom(at: str, key: str, value: Any, is_date: bool) -> list[Finding]:
    if not key or len(key) > 255 or not _NAME.fullmatch(key) or {"$", "."} & set(key):
        return [Finding("dropped", at, "4.3: the name")]
    if isinstance(value, str):
        if len(value) > 255 or not value:
            return [Finding("dropped", at, "4.3: a text has 1 to 255 characters")]
        if looks_like_date(value) and not is_date:
            return [Finding("retyped", at, f"4.4: {value!r} becomes a time")]
        return []
    if isinstance(value, bool | int | float):
        return []
    if isinstance(value, list):
        return [Finding("dropped", at, why) for why in _list(value)]
    if isinstance(value, dict) and set(value) <= OPERATORS and value:
        lists = [each for each in value.values() if isinstance(each, list)]
        return [Finding("dropped", at, why) for each in lists for why in _list(each)]
    return [Finding("dropped", at, "4.3: a kind of value that is none")]


def _list(values: list[Any]) -> list[str]:
    wrong = []
    if len(values) > 500:
        wrong.append("4.3: at most 500 elements")
    if len({json.dumps(each) for each in values}) < len(values):
        wrong.append("4.3: each value once")
    if len({type(each) for each in values}) > 1:
        wrong.append("4.3: of one kind")
    for each in values:
        if each is None or isinstance(each, list):
            wrong.append("4.3: no such element")
        elif isinstance(each, str) and not 0 < len(each) <= 255:
            wrong.append("4.3: a text has 1 to 255 characters")
    return wrong


def _event(where: str, item: dict[str, Any]) -> list[Finding]:
    found = [Finding(what, where, why) for what, why in _happened(item)]
    properties = item.get("properties", {})
    if not isinstance(properties, dict):
        return [*found, Finding("refused", where, "5.1: properties are an object")]
    if len(json.dumps(properties).encode()) > 50_000:
        found.append(Finding("dropped", where, "5.1: 50 KB of properties, everywhere"))
    if len(properties) > 256:
        found.append(Finding("dropped", where, "5.1: 256 properties"))
    for key, value in properties.items():
        found += _property(f"{where}.{key}", key, value)
    return found


def _happened(item: dict[str, Any]) -> list[tuple[str, str]]:
    wrong = []
    name = item.get("name")
    if not isinstance(name, str) or not 0 < len(name) <= 255 or not _NAME.fullmatch(name):
        wrong.append(("refused", "5.1: the name"))
    try:
        if datetime.fromisoformat(str(item.get("time"))).tzinfo is None:
            wrong.append(("retyped", "5.1: a time without its zone"))
    except ValueError:
        wrong.append(("refused", "5.1: the time"))
    known = {*PRIMARY, *FLAGS, "email", "phone", "name", "time", "properties", "app_id"}
    if more := set(item) - known:
        wrong.append(("dropped", f"5.1: {more}"))
    return wrong


def _property(at: str, key: str, value: Any) -> list[Finding]:
    if key in ("time", "event_name"):
        return [Finding("refused", at, "5.1: a reserved name")]
    if not key or len(key) > 255 or key.startswith("$") or not _NAME.fullmatch(key):
        return [Finding("dropped", at, "5.1: the name")]
    if isinstance(value, str) and not 0 < len(value) <= 255:
        return [Finding("dropped", at, "5.1: a text has 1 to 255 characters")]
    if isinstance(value, list):
        wrong = [why for why in _list(value) if "once" not in why and "500" not in why]
        dated = [each for each in value if isinstance(each, str) and looks_like_date(each)]
        wrong += ["5.1: no times in a list"] if dated else []
        return [Finding("dropped", at, why) for why in wrong]
    if value is None or not isinstance(value, str | bool | int | float | dict):
        return [Finding("dropped", at, "5.1: a kind of value that is none")]
    return []


def looks_like_date(text: str) -> bool:
    """A text that becomes a time (4.4)."""
    return any(each.fullmatch(text.strip()) for each in _DATES)
