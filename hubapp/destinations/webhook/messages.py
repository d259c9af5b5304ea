"""A record as a message: one JSON object, of which a receiver knows what it is and whose."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import orjson

from hubapp.core.destination import IdentityRule
from hubapp.core.mapping import Record
from hubapp.core.showing import Shown
from hubapp.core.spoken import spoken
from hubapp.core.words import NOTHING, Words

FIELD = "field."
UPDATED, ERASED, PING = "person.updated", "person.erased", "hub.ping"
"""Types of messages that no name was given for."""
LARGEST = 256 * 1024
"""Bytes of one message."""
DATA = "data"
_NO_NUMBER = Words("JSON has no number as large as this.")


def message_of(record: Record) -> bytes:
    """The body. ``fields`` holds what is mapped, null where somebody was erased."""
    kind = ERASED if record.takes_back else record.event_name or UPDATED
    data = {"person": {record.identify_by: record.identity}, "fields": fields_of(record)}
    return orjson.dumps({"type": kind, "timestamp": record.time, DATA: data})


def fields_of(record: Record) -> dict[str, Any]:
    """Name -> value; nothing of what JSON cannot hold."""
    return {
        target.removeprefix(FIELD): _plain(value)
        for target, value in record.values.items()
        if target.startswith(FIELD) and why_left_out(target, value) is None
    }


def why_left_out(target: str, value: Any) -> Words | None:
    """Why this value cannot stand in JSON; None when it can."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    if isinstance(value, int):
        return None if -(2**63) <= value < 2**63 else _NO_NUMBER
    return None if math.isfinite(value) else _NO_NUMBER


def stands_in(target: str, sent: Mapping[str, Sequence[Any]]) -> bool:
    """The target's value stands in a message."""
    name = target.removeprefix(FIELD)
    return any(name in each.get("fields", {}) for each in sent.get(DATA, ()))


def shown(record: Record, rules: Sequence[IdentityRule]) -> list[Shown]:
    """Who it is about and the fields, as they stand in the message."""
    rule = next((each for each in rules if each.key == record.identify_by), None)
    who = rule.label if rule else Words.verbatim(record.identify_by)
    found = [Shown(Words("Person"), who, Words.verbatim(record.identity))]
    for target, value in record.values.items():
        name, why = Words.verbatim(target.removeprefix(FIELD)), why_left_out(target, value)
        found.append(Shown(Words("Fields"), name, spoken(value), why=why or NOTHING))
    return found


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, list | tuple):
        return [each if isinstance(each, bool) else str(each) for each in value]
    return str(value)
