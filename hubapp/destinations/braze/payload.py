"""Records -> the body of one ``/users/track`` request (CONTRACT 2, 3, 4, 5)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import orjson

from hubapp.core.destination import Spot
from hubapp.core.mapping import Record
from hubapp.destinations.braze.values import attribute_value, identity_problem, plain_value

MOST_OBJECTS = 75
WRONG_IDENTITY, TOO_LARGE = "The identity cannot be used", "Too large"
"""Reasons, the same for all that share them."""
LARGEST_OBJECT = 100 * 1024
LARGEST_BODY = 3_500_000
"""Bytes; Braze answers 413 from 4 MB on (CONTRACT 2.2)."""
_MOST_PROPERTIES = 256
_ALIASES = {"alias_email": "email", "alias_phone": "phone"}

Json = dict[str, Any]


@dataclass(frozen=True)
class Limit:
    """objects: how many in one request, over all its arrays; each: in each of them instead, as
    customers on Braze's older limits may (CONTRACT 2.2)."""

    objects: int = MOST_OBJECTS
    each: bool = False

    def halved(self, at_most: int) -> Limit:
        """The same, with no more than ``at_most`` objects; 0 leaves it as it is."""
        return Limit(min(self.objects, at_most)) if at_most else self


@dataclass
class Body:
    """A request body in the making, and where each record stands in it."""

    attributes: list[Json] = field(default_factory=list)
    events: list[Json] = field(default_factory=list)
    placements: list[tuple[Spot, ...]] = field(default_factory=list)
    unsendable: dict[int, tuple[str, str]] = field(default_factory=dict)
    size: int = 40
    _people: dict[str, int] = field(default_factory=dict)

    def add(self, record: Record, most: Limit) -> bool:
        """Put a record in. False: it does not fit beside what is there."""
        if problem := identity_problem(record.identify_by, record.identity):
            return self._refuse(WRONG_IDENTITY, problem)
        attribute, event = attribute_object(record), event_object(record)
        sizes = [len(orjson.dumps(each)) for each in (attribute, event) if each]
        if any(size > LARGEST_OBJECT for size in sizes):
            sentence = "These values are larger than the 100 KB that Braze takes. Map fewer."
            return self._refuse(TOO_LARGE, sentence)
        known = record.person_key in self._people
        more = (0 if known or not attribute else 1, 1 if event else 0)
        full = not self._has_room(more, most) or self.size + sum(sizes) > LARGEST_BODY
        if full and self.placements:
            return False
        self.size += sum(sizes) + 2
        self.placements.append(self._place(record.person_key, attribute, event))
        return True

    def _has_room(self, more: tuple[int, int], most: Limit) -> bool:
        attributes, events = len(self.attributes) + more[0], len(self.events) + more[1]
        if most.each:
            return attributes <= most.objects and events <= most.objects
        return attributes + events <= most.objects

    def _refuse(self, reason: str, sentence: str) -> bool:
        self.unsendable[len(self.placements)] = (reason, sentence)
        self.placements.append(())
        return True

    def _place(self, person: str, attribute: Json | None, event: Json | None) -> tuple[Spot, ...]:
        spots = []
        if attribute:
            at = self._people.get(person)
            if at is None:
                at = self._people[person] = len(self.attributes)
                self.attributes.append(attribute)
            else:
                # One object per person, the newest values on top: Braze promises no order between
                # the objects of a request (CONTRACT 2.5).
                self.attributes[at] |= attribute
            spots.append(Spot("attributes", at))
        if event:
            spots.append(Spot("events", len(self.events)))
            self.events.append(event)
        return tuple(spots)

    def encoded(self) -> bytes:
        arrays = {"attributes": self.attributes, "events": self.events}
        return orjson.dumps({name: each for name, each in arrays.items() if each})


def body_of(records: Sequence[Record], most: Limit) -> Body:
    """As many records, from the first on, as fit into one body; at least one."""
    body = Body()
    for record in records:
        if not body.add(record, most):
            break
    return body


def identity_of(record: Record) -> Json:
    """The keys that say who it is. An alias is only created when the object says
    ``_update_existing_only: false`` (CONTRACT 3.2)."""
    identity = record.identity
    if record.identify_by in ("email", "alias_email"):
        identity = identity.lower()
    if label := _ALIASES.get(record.identify_by):
        return {
            "user_alias": {"alias_name": identity, "alias_label": label},
            "_update_existing_only": False,
        }
    return {record.identify_by: identity}


def attribute_object(record: Record) -> Json | None:
    """The attribute object; None when only an event is sent."""
    identity = identity_of(record)
    values: Json = {}
    for target, raw in record.values.items():
        group, _, name = target.partition(".")
        if group in ("attribute", "custom") and name not in identity:
            value = attribute_value(target, raw)
            if value is not None:
                values[name] = value
    # An alias-only profile can be mailed only when the address is an attribute too (CONTRACT 3.3).
    if (label := _ALIASES.get(record.identify_by)) and not record.confirmed:
        values[label] = identity["user_alias"]["alias_name"]
    if not values and (record.event_name or record.confirmed):
        return None
    return identity | values


def event_object(record: Record) -> Json | None:
    """The event object; None without an event."""
    if not record.event_name:
        return None
    properties: Json = {}
    for target, raw in record.values.items():
        group, _, name = target.partition(".")
        value = plain_value(raw) if group == "event" else None
        # An empty property counts as “not blank” in Braze's filters (CONTRACT 5.1).
        if value is not None and len(properties) < _MOST_PROPERTIES:
            properties[name] = value
    event: Json = {**identity_of(record), "name": record.event_name, "time": record.time}
    return event | ({"properties": properties} if properties else {})
