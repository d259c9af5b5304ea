"""Records -> the body of one ``/users/track`` request (CONTRACT 2, 3, 4, 5)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import orjson

from hubapp.core.destination import Spot
from hubapp.core.mapping import Record
from hubapp.core.words import Words
from hubapp.core.writing import APPEND, together
from hubapp.destinations.braze import subscriptions
from hubapp.destinations.braze.targets import MOST_PROPERTIES
from hubapp.destinations.braze.values import (
    MOST_IN_LIST,
    attribute_value,
    identity_problem,
    plain_value,
)

MOST_OBJECTS = 75
WRONG_IDENTITY, TOO_LARGE = Words("The identity cannot be used"), Words("Too large")
"""Reasons, the same for all that share them."""
LARGEST_OBJECT = 100 * 1024
LARGEST_BODY = 3_500_000
"""Bytes; Braze answers 413 from 4 MB on (CONTRACT 2.2)."""
GROUPS_KEY = "subscription_groups"
_LASTING = ("attribute", "custom", "date")
ALIASES = {"alias_email": "email", "alias_phone": "phone"}

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
    """A request body in the making, and where each record stands in it. Each object is encoded
    once, when it is put in: its size has to be known anyway."""

    placements: list[tuple[Spot, ...]] = field(default_factory=list)
    unsendable: dict[int, tuple[str, Words]] = field(default_factory=dict)
    size: int = 40
    _attributes: list[bytes] = field(default_factory=list)
    _events: list[bytes] = field(default_factory=list)
    _people: dict[str, int] = field(default_factory=dict)
    _values: list[Json] = field(default_factory=list)

    @property
    def objects(self) -> int:
        """How many Braze will count."""
        return len(self._attributes) + len(self._events)

    def add(self, record: Record, most: Limit) -> bool:
        """Put a record in. False: it does not fit beside what is there."""
        problem = identity_problem(record.identify_by, record.identity) or _other_wins(record)
        if problem is not None:
            return self._refuse(WRONG_IDENTITY, problem)
        identity = identity_of(record)
        attribute, event = _attribute(record, identity), _event(record, identity)
        encoded = [orjson.dumps(each) if each else b"" for each in (attribute, event)]
        if any(len(each) > LARGEST_OBJECT for each in encoded):
            sentence = Words("These values are larger than the 100 KB that Braze takes. Map fewer.")
            return self._refuse(TOO_LARGE, sentence)
        size = sum(len(each) for each in encoded)
        known = record.person_key in self._people
        if known and attribute and self._outgrows(record.person_key, attribute):
            # Alone each fits: this one goes with the next request.
            return False
        more = (0 if known or not attribute else 1, 1 if event else 0)
        full = not self._has_room(more, most) or self.size + size > LARGEST_BODY
        if full and self.placements:
            return False
        self.size += size + 2
        self.placements.append(self._place(record.person_key, attribute, *encoded))
        return True

    def _outgrows(self, person: str, attribute: Json) -> bool:
        """With this on top, what is sent of the person would be larger than one object may be."""
        both = _on_top(self._values[self._people[person]], attribute)
        lists = (each for each in map(added, both.values()) if isinstance(each, list))
        longest = max((len(each) for each in lists), default=0)
        return longest > MOST_IN_LIST or len(orjson.dumps(both)) > LARGEST_OBJECT

    def _has_room(self, more: tuple[int, int], most: Limit) -> bool:
        attributes, events = len(self._attributes) + more[0], len(self._events) + more[1]
        if most.each:
            return attributes <= most.objects and events <= most.objects
        return attributes + events <= most.objects

    def _refuse(self, reason: Words, sentence: Words) -> bool:
        self.unsendable[len(self.placements)] = (str(reason), sentence)
        self.placements.append(())
        return True

    def _place(
        self, person: str, attribute: Json | None, encoded: bytes, event: bytes
    ) -> tuple[Spot, ...]:
        spots = []
        if attribute:
            at = self._people.get(person)
            if at is None:
                at = self._people[person] = len(self._attributes)
                self._attributes.append(encoded)
                self._values.append(attribute)
            else:
                # One object per person, the newest values on top: Braze promises no order between
                # the objects of a request (CONTRACT 2.5).
                self._values[at] = _on_top(self._values[at], attribute)
                self._attributes[at] = orjson.dumps(self._values[at])
            spots.append(Spot("attributes", at))
        if event:
            spots.append(Spot("events", len(self._events)))
            self._events.append(event)
        return tuple(spots)

    def encoded(self) -> bytes:
        """The body as it is sent."""
        arrays = (("attributes", self._attributes), ("events", self._events))
        told = (b'"%s":[%s]' % (name.encode(), b",".join(each)) for name, each in arrays if each)
        return b"{" + b",".join(told) + b"}"


def _other_wins(record: Record) -> Words | None:
    """Braze would look for something else than what the mapping identifies by (CONTRACT 3.1)."""
    email = record.values.get("attribute.email")
    if record.identify_by != "phone" or attribute_value("attribute.email", email or "") is None:
        return None
    return Words(
        "With an email beside it Braze would not look for the phone, and the values would go to "
        "whoever has the email. Take the email out of the mapping, then replay it with today's "
        "mapping."
    )


def _on_top(earlier: Json, later: Json) -> Json:
    """Both in one object; of groups, those that only the earlier one tells of stay."""
    both = earlier | later
    if GROUPS_KEY in earlier and GROUPS_KEY in later:
        both[GROUPS_KEY] = subscriptions.together(earlier[GROUPS_KEY], later[GROUPS_KEY])
    for name, value in later.items():
        if name in earlier and added(value) is not value:
            both[name] = _joined(earlier[name], value["add"])
    return both


def _joined(earlier: Any, more: list[str]) -> Any:
    """What stands there after both. Nothing taken away before comes back: then the list begins
    anew, as it does where another kind of value would stand."""
    if isinstance(earlier, list) or earlier is None:
        return together(earlier, more)
    return {"add": together(added(earlier), more)}


def _written(way: str | None, value: Any) -> Any:
    """A list that is added to says so (CONTRACT 5)."""
    return {"add": value} if way == APPEND and isinstance(value, list) else value


def added(value: Any) -> Any:
    """A value of an attribute; of a list that is added to, what is added."""
    return value["add"] if isinstance(value, dict) and "add" in value else value


def body_of(records: Sequence[Record], most: Limit) -> Body:
    """As many records, from the first on, as fit into one body; at least one."""
    body = Body()
    for record in records:
        if not body.add(record, most):
            break
    return body


def identity_of(record: Record) -> Json:
    """The keys that say who it is. An alias is only created when the object says
    ``_update_existing_only: false`` (CONTRACT 3.2); to take something away nobody is made."""
    identity = record.identity
    if record.identify_by in ("email", "alias_email"):
        identity = identity.lower()
    nobody_new = record.takes_back or record.only_existing
    if label := ALIASES.get(record.identify_by):
        return {
            "user_alias": {"alias_name": identity, "alias_label": record.label or label},
            "_update_existing_only": nobody_new,
        }
    only = {"_update_existing_only": True} if nobody_new else {}
    return {record.identify_by: identity, **only}


def attribute_object(record: Record) -> Json | None:
    """The attribute object; None when only an event is sent."""
    return _attribute(record, identity_of(record))


def _attribute(record: Record, identity: Json) -> Json | None:
    values: Json = {}
    for target, raw in record.values.items():
        group, _, name = target.partition(".")
        # Records of an earlier release hold boxes that were not ticked: they say nothing.
        unticked = raw is False and target in record.once
        if group in _LASTING and name not in identity and not unticked:
            value = None if raw is None else attribute_value(target, raw)
            if value is not None or raw is None:
                values[name] = _written(record.how.get(target), value)
    if groups := subscriptions.groups_of(record):
        values[GROUPS_KEY] = groups
    # An alias-only profile can be mailed only when the address is an attribute too (CONTRACT 3.3).
    label = ALIASES.get(record.identify_by)
    if label and not record.confirmed and not record.takes_back:
        values[label] = identity["user_alias"]["alias_name"]
    if not values and (record.event_name or record.confirmed or record.takes_back):
        return None
    return identity | values


def stands_in(target: str, sent: Mapping[str, Sequence[Any]]) -> bool:
    """A value of the target stands in these objects, by array."""
    group, _, name = target.partition(".")
    if subscriptions.is_group(target):
        groups = (
            group for each in sent.get("attributes", ()) for group in each.get(GROUPS_KEY, ())
        )
        wanted = subscriptions.id_of(target)
        return any(each["subscription_group_id"] == wanted for each in groups)
    if group in _LASTING:
        told = list(sent.get("attributes", ()))
        # What finds the person stands in an event too.
        told += sent.get("events", ()) if group == "attribute" else ()
        return any(name in each for each in told)
    return any(name in each.get("properties", {}) for each in sent.get("events", ()))


def value_in(target: str, sent: Mapping[str, Sequence[Any]]) -> Any:
    """The value of the target as it stands in these objects; None when it does not."""
    group, _, name = target.partition(".")
    if group in _LASTING:
        found = (each[name] for each in sent.get("attributes", ()) if name in each)
        return added(next(found, None))
    told = (each.get("properties", {}) for each in sent.get("events", ()))
    return next((each[name] for each in told if name in each), None)


def event_object(record: Record) -> Json | None:
    """The event object; None without an event."""
    return _event(record, identity_of(record))


def _event(record: Record, identity: Json) -> Json | None:
    if not record.event_name:
        return None
    properties: Json = {}
    for target, raw in record.values.items():
        group, _, name = target.partition(".")
        value = plain_value(raw) if group == "event" and raw is not None else None
        # An empty property counts as “not blank” in Braze's filters (CONTRACT 5.1).
        if value is not None and len(properties) < MOST_PROPERTIES:
            properties[name] = value
    event: Json = {**identity, "name": record.event_name, "time": record.time}
    return event | ({"properties": properties} if properties else {})
