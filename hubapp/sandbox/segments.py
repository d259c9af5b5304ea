"""Segments: conditions on attributes and events. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]
OPERATORS = ("is", "is not", "contains", "is more than", "is less than", "exists", "does not exist")


@dataclass(frozen=True)
class Condition:
    """what: ``attribute`` or ``event`` (then ``value`` is the least number of times)."""

    what: str
    name: str
    operator: str
    value: str


def matches(profile: Json, conditions: Sequence[Condition], every: bool) -> bool:
    """The profile is in the segment."""
    found = [_holds(profile, condition) for condition in conditions]
    return bool(found) and (all(found) if every else any(found))


def _holds(profile: Json, condition: Condition) -> bool:
    if condition.what == "event":
        count = profile["events"].get(condition.name, {}).get("count", 0)
        least = _number(condition.value)
        return bool(count >= (least if least is not None else 1))
    value = profile["custom_attributes"].get(condition.name, profile.get(condition.name))
    if condition.operator == "exists":
        return value is not None
    if condition.operator == "does not exist":
        return value is None
    return value is not None and _compares(value, condition)


def _compares(value: Any, condition: Condition) -> bool:
    text = str(value).lower() if not isinstance(value, list) else ""
    wanted = condition.value.lower()
    if condition.operator == "contains":
        inside = [str(each).lower() for each in value] if isinstance(value, list) else text
        return wanted in inside
    if condition.operator in ("is more than", "is less than"):
        left, right = _number(value), _number(condition.value)
        if left is None or right is None:
            return False
        return left > right if condition.operator == "is more than" else left < right
    return (text == wanted) == (condition.operator == "is")


def _number(value: Any) -> float | None:
    try:
        return float(value)
    except (TypeError, ValueError):
        return None
