"""A record as Braze's page of a user would show it."""

from __future__ import annotations

from typing import Any

from hubapp.core.mapping import Record
from hubapp.core.showing import Shown
from hubapp.core.spoken import spoken
from hubapp.core.words import Words
from hubapp.destinations.braze import subscriptions
from hubapp.destinations.braze.payload import added, attribute_object, event_object, identity_of
from hubapp.destinations.braze.targets import IDENTITY_RULES, LABELS
from hubapp.destinations.braze.values import left_out

_PROFILE, _CUSTOM = Words("Profile"), Words("Custom attributes")
_MESSAGES = Words("Subscriptions")
_TYPES = {
    bool: Words("yes or no"),
    int: Words("number"),
    float: Words("number"),
    str: Words("text"),
    list: Words("list"),
}


def shown(record: Record) -> list[Shown]:
    """Each value in its section, as Braze stores it, or why it does not get there."""
    sent = attribute_object(record) or {}
    event = event_object(record)
    rule = next(each for each in IDENTITY_RULES if each.key == record.identify_by)
    found = [Shown(_PROFILE, rule.label, Words.verbatim(record.identity))]
    told = {name: value for name, value in sent.items() if name not in identity_of(record)}
    for target, raw in record.values.items():
        group, _, name = target.partition(".")
        why = left_out(target, raw)
        if why is not None:
            found.append(Shown(_section(group, name, record), _name(target), spoken(raw), why=why))
        elif group != "event" and name in told:
            found.append(_attribute(target, told.pop(name), record))
        elif subscriptions.is_group(target) and (state := subscriptions.state_of(raw)):
            found.append(Shown(_MESSAGES, _name(target), spoken(state)))
    found += [
        _attribute(f"attribute.{name}", value, record)
        for name, value in told.items()
        if f"attribute.{name}" in LABELS
    ]
    return sorted(found + _event(event, record), key=lambda each: _order(each, record))


def cost(record: Record) -> Words:
    """At most one data point for each attribute written (CONTRACT 4.5): whether subscriptions count
    is not documented, and what is confirmed already is not sent again."""
    written = (attribute_object(record) or {}).keys() - identity_of(record).keys()
    return Words(
        "Data points: at most %(count)s, one for each attribute that is written; properties of an "
        "event cost none.",
        count=len(written),
    )


def _attribute(target: str, value: Any, record: Record) -> Shown:
    group, _, name = target.partition(".")
    if added(value) is not value:
        kind = Words("added to the list")
        return Shown(_section(group, name, record), _name(target), spoken(added(value)), kind)
    kind = Words("date") if group == "date" else _TYPES.get(type(value), Words("text"))
    kind = kind if group != "attribute" else Words("")
    return Shown(_section(group, name, record), _name(target), spoken(value), kind)


def _event(event: dict[str, Any] | None, record: Record) -> list[Shown]:
    if event is None:
        return []
    section = _section("event", "", record)
    properties = event.get("properties", {})
    if not properties:
        return [Shown(section, Words("Time"), Words.verbatim(record.time))]
    return [
        Shown(section, Words.verbatim(name), spoken(value), _TYPES.get(type(value), Words("text")))
        for name, value in properties.items()
    ]


def _section(group: str, name: str, record: Record) -> Words:
    if group == "event":
        return Words("Event “%(event)s”", event=record.event_name)
    if subscriptions.is_group(f"{group}."):
        return _MESSAGES
    if group != "attribute":
        return _CUSTOM
    return _MESSAGES if name.endswith("_subscribe") else _PROFILE


def _name(target: str) -> Words:
    return LABELS.get(target) or Words.verbatim(target.partition(".")[2])


def _order(each: Shown, record: Record) -> int:
    sections = (_PROFILE, _MESSAGES, _CUSTOM, _section("event", "", record))
    return sections.index(each.section)
