"""Sources, targets and the pairs of them, and what a destination gets: only what is mapped."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from hubapp.core.fixed import TEXT
from hubapp.core.trigger import Trigger
from hubapp.core.value_map import Choices, as_sent
from hubapp.core.words import Words
from hubapp.core.writing import ALWAYS

CONSTANT = "constant"
"""The source key of a row that sends a fixed value."""
SKIP, WAIT, FALL = "skip", "wait", "fall"
"""What happens to people who lack what identifies: they are refused with a reason, kept until they
have said it, or found by another rule."""
CONFIRMED = "fact.confirmed"
"""What is known of a form whose address was confirmed by a mailed code; no row may use it."""
EVERYBODY, CONSENTING = "everybody", "consenting"
"""Who is sent; neither where a connection of an earlier release never asked: everybody."""


@dataclass(frozen=True)
class Source:
    """Something the hub knows.

    key: ``field.<key>``, ``card.<card id>.<output>``, ``fact.<name>`` or ``constant``.
    label: of a form field, the marketer's own; group: what it stands under in a list.
    value_type: ``text``, ``number``, ``boolean``, ``date``, ``time`` or ``list``.
    """

    key: str
    label: Words
    group: Words
    value_type: str
    sample: Any
    name: str = ""
    """What a target made for it would be called."""
    means: str = ""
    """What every destination knows such a value by, see ``core/field_kind.FieldKind.means``."""
    identifies: str = ""
    """What a person can be found by with it, see ``FieldKind.identifies``."""
    suggested: bool = True
    """A first mapping takes it in."""
    card: str = ""
    """Whose output it is: the card's id."""
    alone: bool = False
    """It is told by itself, without the event of a form or play, and never with one."""
    choices: Choices = ()

    @property
    def can_be_undone(self) -> bool:
        """It is a yes that a no may follow, which is no other answer: a consent is withdrawn, a
        winner disqualified."""
        return self.means == "consent" or (self.alone and self.value_type == "boolean")

    @property
    def full_label(self) -> Words:
        """The label where nothing else says of which card it is."""
        if not self.card:
            return self.label
        return Words("%(card)s: %(source)s", card=self.group, source=self.label)


@dataclass(frozen=True)
class MappingRow:
    """source: a source key; target: a target key of the destination, e.g.
    ``attribute.email``, ``custom.favourite_colour``, ``event.score``;
    constant: the fixed value, as typed, when source is ``constant``; constant_kind: what it is
    meant to be, see ``core/fixed.KINDS``; sent_as, letters: see ``core/value_map.as_sent``; how: it
    is written, see ``core/writing``."""

    source: str
    target: str
    constant: str = ""
    constant_kind: str = TEXT
    sent_as: Mapping[str, str] = field(default_factory=dict, hash=False)
    letters: str = ""
    how: str = ALWAYS

    def of(self, value: Any) -> Any:
        """What is sent of a value of the source."""
        return as_sent(value, self.sent_as, self.letters)


@dataclass(frozen=True)
class FieldMapping:
    """A connection's mapping.

    identify_by: an identity rule of the destination; identity_source: the source key that
    holds the identity; event_name: name of the one event per submission, empty for none.
    lacking: one of the above; fallback_by, fallback_source: the other rule and its source. label:
    of an alias, empty for the rule's own. only_existing: nobody is created. whom: one of the above;
    consent_source: the source key of the consent that is asked for. confirm_first: a consent leaves
    only once the address beside it was confirmed by a mailed code.
    """

    identify_by: str = ""
    identity_source: str = ""
    event_name: str = ""
    rows: tuple[MappingRow, ...] = ()
    lacking: str = SKIP
    fallback_by: str = ""
    fallback_source: str = ""
    label: str = ""
    only_existing: bool = False
    whom: str = ""
    consent_source: str = ""
    confirm_first: bool = False

    def with_row(self, row: MappingRow) -> FieldMapping:
        return replace(self, rows=(*self.rows, row))

    def telling(self, sources: Collection[str]) -> FieldMapping:
        """The mapping of what tells these alone, of the same person and without an event."""
        rows = tuple(row for row in self.rows if row.source in sources)
        return replace(self, event_name="", rows=rows)

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> FieldMapping:
        rows = tuple(MappingRow(**row) for row in data.get("rows", ()))
        return cls(**{**data, "rows": rows})


@dataclass(frozen=True)
class Record:
    """What one delivery carries, before the destination words it.

    person_key: who it is about, for lanes and order; values: target key -> value, None to take away
    what stands there (only where somebody is erased, see ``core/destination.Rights``);
    time: when the visitor did it, RFC 3339 UTC with ms and ``Z``;
    confirmed: the destination has this person already, so who it is need not be told again;
    once: targets whose values are a consent: they leave with the submission in which it was given
    and with nothing else, for the person may have taken it back elsewhere since.
    label: of the alias that it is found by, empty for the rule's own; only_existing: nobody is made
    for it; trigger: a message to ask for, which the record is then about alone; lost: an earlier
    try of it may have arrived, and another would send it twice;
    message: the same at each try of a delivery, and of no other: a receiver sees by it that
    it has this one; empty where nothing is delivered;
    how: target -> the way that it is written, where that is not always (``core/writing``).
    """

    person_key: str
    identify_by: str
    identity: str
    time: str
    event_name: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)
    confirmed: bool = False
    once: tuple[str, ...] = ()
    label: str = ""
    only_existing: bool = False
    message: str = ""
    trigger: Trigger | None = None
    lost: bool = False
    how: Mapping[str, str] = field(default_factory=dict)

    def without_once(self) -> Record:
        """The record without its consents."""
        lasting = {key: value for key, value in self.values.items() if key not in self.once}
        return replace(self, values=lasting, once=())

    @property
    def takes_back(self) -> bool:
        """It only takes away what others have left."""
        return bool(self.values) and all(value is None for value in self.values.values())

    def to_json(self) -> dict[str, Any]:
        return {
            "person_key": self.person_key,
            "identify_by": self.identify_by,
            "identity": self.identity,
            "time": self.time,
            "event_name": self.event_name,
            "values": dict(self.values),
            "once": list(self.once),
            **({"label": self.label} if self.label else {}),
            **({"only_existing": True} if self.only_existing else {}),
            **({"trigger": asdict(self.trigger)} if self.trigger else {}),
            **({"how": dict(self.how)} if self.how else {}),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Record:
        trigger = Trigger(**data["trigger"]) if data.get("trigger") else None
        return cls(**{**data, "once": tuple(data.get("once", ())), "trigger": trigger})


@dataclass(frozen=True)
class Unmappable:
    """Why nothing can be sent, in words for the Deliveries list."""

    sentence: Words


@dataclass(frozen=True)
class Kept(Unmappable):
    """It is not to be sent, and nothing is wrong with that. whose: the key of the person, empty
    while nobody knows it: it goes out once that is known."""

    whose: str = ""
