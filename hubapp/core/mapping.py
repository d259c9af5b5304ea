"""Sources -> targets: what a destination gets of one submission or play. Only what is mapped."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from hubapp.core.fixed import TEXT, fixed_value
from hubapp.core.one_line import one_line
from hubapp.core.trigger import Trigger
from hubapp.core.value_map import Choices, as_sent
from hubapp.core.words import Words

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
    meant to be, see ``core/fixed.KINDS``; sent_as, letters: see ``core/value_map.as_sent``."""

    source: str
    target: str
    constant: str = ""
    constant_kind: str = TEXT
    sent_as: Mapping[str, str] = field(default_factory=dict, hash=False)
    letters: str = ""

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
    it has this one; empty where nothing is delivered.
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


def record_of(
    mapping: FieldMapping,
    known: Mapping[str, Any],
    time: str,
    sources: Sequence[Source] = (),
    receipts: Collection[str] = (),
    once: Collection[str] = (),
) -> Record | Unmappable:
    """The record of one submission.

    known: source key -> value for everything that the hub knows about it. Values that are
    None or empty text are left out: an empty string is not the absence of a value
    (CONTRACT 5.1), and a missing answer must not erase an older one.
    receipts: source keys that hold a consent; once: targets that are one, whatever feeds them.
    """
    by, identity = _who(mapping, known)
    if not identity:
        return _nobody(mapping, sources)
    # Another label is another profile, and another person to whoever keeps order.
    labelled = f"{by}/{mapping.label}" if mapping.label else by
    if mapping.whom == CONSENTING and known.get(mapping.consent_source) is not True:
        sentence = Words(
            "Not sent: this person has not given the consent that the mapping asks for."
        )
        return Kept(sentence, f"{labelled}:{identity}")
    values = _values(mapping, known, receipts)
    record = Record(
        person_key=f"{labelled}:{identity}",
        identify_by=by,
        identity=identity,
        time=time,
        event_name=mapping.event_name,
        values=values,
        once=_once(mapping, values, receipts, once),
        label=mapping.label,
        only_existing=mapping.only_existing,
    )
    unconfirmed = mapping.confirm_first and known.get(CONFIRMED) is not True
    return record.without_once() if unconfirmed else record


def _once(
    mapping: FieldMapping,
    values: Mapping[str, Any],
    receipts: Collection[str],
    once: Collection[str],
) -> tuple[str, ...]:
    return tuple(
        row.target
        for row in mapping.rows
        if row.target in values and (row.source in receipts or row.target in once)
    )


def _who(mapping: FieldMapping, known: Mapping[str, Any]) -> tuple[str, str]:
    """By which rule, and what it finds; by the other one where that may be and the first has
    nothing."""
    identity = _identity(known.get(mapping.identity_source))
    if identity or mapping.lacking != FALL:
        return mapping.identify_by, identity
    return mapping.fallback_by, _identity(known.get(mapping.fallback_source))


def _nobody(mapping: FieldMapping, sources: Sequence[Source]) -> Unmappable:
    if mapping.lacking == WAIT:
        return Kept(Words("Waits until this person has said who they are."))
    labels = (each.label for each in sources if each.key == mapping.identity_source)
    return Unmappable(
        Words(
            "This submission has no %(field)s, so the destination cannot know whose it is. "
            "Make that field required, or choose another way to identify users.",
            field=next(labels, Words("identity")),
        )
    )


def _identity(value: Any) -> str:
    """What identifies, trimmed; empty when nobody could see anything in it."""
    text = "" if value is None else str(value).strip()
    return text if one_line([text]) else ""


def _values(
    mapping: FieldMapping, known: Mapping[str, Any], receipts: Collection[str]
) -> dict[str, Any]:
    """A box that was not ticked says nothing: it takes back no consent that was given before, so it
    is left out like an empty answer."""
    return {
        row.target: row.of(value)
        for row in mapping.rows
        if _has(value := _value(row, known)) and not (row.source in receipts and value is False)
    }


def _value(row: MappingRow, known: Mapping[str, Any]) -> Any:
    if row.source == CONSTANT:
        return fixed_value(row.constant_kind, row.constant)
    return known.get(row.source)


def _has(value: Any) -> bool:
    return value is not None and value != "" and value != []
