"""What a hub knows: the sources that a mapping may use, and their values for one visitor."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from hubapp.cards import opened
from hubapp.core.card_type import Outcome
from hubapp.core.field_kind import Clean, FieldKind
from hubapp.core.identifiers import name_of
from hubapp.core.mapping import CONSTANT, Source
from hubapp.core.rewording import as_told
from hubapp.core.snapshot import CardSnapshot, FieldSnapshot, HubSnapshot
from hubapp.core.times import rfc3339
from hubapp.core.value_map import Choices, joined
from hubapp.core.words import Words
from hubapp.fields import field_kind_of
from hubapp.services.visiting.wording import reworded_in, told_in_form, told_of_card

_FACTS = (
    ("hub_name", Words("Hub name"), "text"),
    ("card_title", Words("Card title"), "text"),
    ("card_type", Words("Card type"), "text"),
    ("submitted_at", Words("Time of the submission"), "time"),
    ("submission_id", Words("Submission ID"), "text"),
)
_OF_WINNERS = (
    ("winner", Words("Winner"), "boolean", True),
    ("place", Words("Place in the draw"), "number", 1),
    ("won_at", Words("Time of the draw"), "time", "2026-01-15T10:00:00.000Z"),
)
"""What is known of somebody who was drawn, and told once the winners are told."""
WINNER, WON_AT = "fact.winner", "fact.won_at"
WINNER_SOURCES = frozenset(f"fact.{name}" for name, *_ in _OF_WINNERS)
_OF_CAMPAIGNS = "utm_"
_AT_ONCE = ("email", "first_name", "consent")
"""What a field means that a new mapping takes in by itself: who it is, and whether one may write.
All else is offered, for a destination full of noise helps nobody."""
_LONGEST_TITLE = 20
"""Characters of a card's title within a name, so that there is room for the rest."""
_SAMPLE_TIME = "2026-01-15T10:00:00.000Z"


def sources_of(snapshot: HubSnapshot) -> list[Source]:
    """Every source of a hub: form fields first, then the outputs of its cards, then facts."""
    fields: dict[str, Source] = {}
    outputs: list[Source] = []
    titles = _titles(snapshot)
    for card in snapshot.cards():
        for source in _field_sources(snapshot, card):
            first = fields.setdefault(source.key, source)
            if first is not source and source.choices:
                fields[source.key] = replace(first, choices=joined(first.choices, source.choices))
        outputs += _output_sources(snapshot, card, titles[card.id])
    facts = [*_fact_sources(snapshot), *_winner_sources(snapshot)]
    return [*fields.values(), *_told_apart(outputs), *facts, _constant()]


def _titles(snapshot: HubSnapshot) -> dict[str, str]:
    """Card id -> its title, with a number where several have the same."""
    seen: Counter[str] = Counter()
    found = {}
    for card in snapshot.cards():
        seen[card.title] += 1
        number = seen[card.title]
        found[card.id] = card.title if number == 1 else f"{card.title} ({number})"
    return found


def _told_apart(outputs: Sequence[Source]) -> list[Source]:
    """Each with a name of its own."""
    seen: Counter[str] = Counter()
    found = []
    for each in outputs:
        seen[each.name] += 1
        number = seen[each.name]
        same = number == 1 or not each.name
        found.append(each if same else replace(each, name=f"{each.name}_{number}"))
    return found


def _field_sources(snapshot: HubSnapshot, card: CardSnapshot) -> list[Source]:
    sources = []
    told = snapshot.told.get(f"form:{card.id}", {})
    for field in card.form.fields if card.form else ():
        kind = field_kind_of(field.kind)
        if kind is None or kind.condition:
            continue
        choices = _as_told_choices(kind.lines(field.options), told.get(field.id, {}))
        source = Source(
            key=f"field.{field.key}",
            label=Words.verbatim(field.label or field.key),
            group=Words("Form fields"),
            value_type=kind.value_type,
            sample=_sample_of(kind, choices),
            name=field.key,
            means=kind.means,
            identifies=kind.identifies,
            suggested=kind.suggested and kind.means in _AT_ONCE,
            choices=choices,
        )
        sources.append(source)
    return sources


def _sample_of(kind: FieldKind, choices: Choices) -> Any:
    """Of a field with choices of its own the first of them, as it is told."""
    told = [each for each, _ in choices[:1]]
    if not told:
        return kind.sample
    return told if kind.value_type == "list" else told[0]


def _as_told_choices(words: Iterable[str], told: Mapping[str, str]) -> Choices:
    """told: words -> what is told of them, where that is something else."""
    return joined((), ((told.get(each, each), each) for each in words))


def _output_sources(snapshot: HubSnapshot, card: CardSnapshot, title: str) -> list[Source]:
    open_card = opened(card.kind, card.schema, card.content)
    if open_card is None:
        return []
    told = told_of_card(snapshot, card, open_card)
    begins = name_of(title, longest=_LONGEST_TITLE)
    return [
        Source(
            key=f"card.{card.id}.{output.key}",
            label=output.label,
            group=Words.verbatim(title),
            value_type=output.value_type,
            sample=as_told(output.sample, told.get(output.key, {})),
            name=name_of(begins, output.name or str(output.label)),
            suggested=at == 0,
            card=card.id,
            choices=_as_told_choices(output.worded().values(), told.get(output.key, {})),
        )
        for at, output in enumerate(open_card.type.outputs(open_card.content))
    ]


def _fact_sources(snapshot: HubSnapshot) -> list[Source]:
    cards = snapshot.cards()
    samples = {
        "hub_name": snapshot.name,
        "card_title": cards[0].title if cards else "Summer quiz",
        "card_type": cards[0].kind if cards else "quiz",
        "submitted_at": _SAMPLE_TIME,
        "submission_id": "0b5c…",
    }
    return [
        Source(
            f"fact.{name}",
            label,
            Words("Card and hub"),
            value_type,
            samples[name],
            name=name,
            means=f"fact.{name}",
            suggested=name == "card_title",
        )
        for name, label, value_type in _FACTS
    ]


def _winner_sources(snapshot: HubSnapshot) -> list[Source]:
    """Of a draw among all who sent a form: nobody wins where none is asked for."""
    if not any(card.form for card in snapshot.cards()):
        return []
    name_of_hub = name_of(snapshot.name, longest=_LONGEST_TITLE)
    return [
        Source(
            f"fact.{name}",
            label,
            Words("Draws"),
            value_type,
            sample,
            name=name_of(name_of_hub, name),
            suggested=False,
            alone=True,
        )
        for name, label, value_type, sample in _OF_WINNERS
    ]


def _constant() -> Source:
    return Source(CONSTANT, Words("A fixed value"), Words("Fixed"), "text", "", suggested=False)


def receipts_of(snapshot: HubSnapshot) -> frozenset[str]:
    """The source keys that hold a consent."""
    return frozenset(
        f"field.{field.key}"
        for card in snapshot.cards()
        for field in (card.form.fields if card.form else ())
        if (kind := field_kind_of(field.kind)) is not None and kind.receipt and not kind.condition
    )


def carried(snapshot: HubSnapshot, wanted: Mapping[str, str]) -> dict[str, Any]:
    """Field key -> what the visitor's link says of it, for every hidden field of the hub, whichever
    card asks for it. wanted: URL parameter -> value."""
    found: dict[str, Any] = {}
    for field in hidden_fields(snapshot) if wanted else ():
        kind = field_kind_of(field.kind)
        if kind is None:
            continue
        read = kind.clean(kind.source_of((), wanted, field.options), field.options, False, "")
        if isinstance(read, Clean) and read.value is not None:
            found.setdefault(field.key, read.value)
    return found


def hidden_fields(snapshot: HubSnapshot) -> list[FieldSnapshot]:
    """The fields that read a parameter of the visitor's link."""
    return [
        field
        for card in snapshot.cards()
        for field in (card.form.fields if card.form else ())
        if (kind := field_kind_of(field.kind)) is not None and kind.link_parameter(field.options)
    ]


def without_ids(captured: Mapping[str, str]) -> dict[str, str]:
    """Of what a link carried, what says nothing of a person: where it was seen."""
    return {key: value for key, value in captured.items() if key.startswith(_OF_CAMPAIGNS)}


def ids_in(captured: Mapping[str, str]) -> dict[str, str]:
    """Of what a link carried, what may say who somebody is."""
    return {key: value for key, value in captured.items() if not key.startswith(_OF_CAMPAIGNS)}


def _conditions(card: CardSnapshot) -> set[str]:
    """Keys of the fields without which nobody takes part: they feed nothing, whatever a mapping of
    before says of a field with the same key."""
    return {
        field.key
        for field in (card.form.fields if card.form else ())
        if (kind := field_kind_of(field.kind)) is not None and kind.condition
    }


def known_of(
    snapshot: HubSnapshot,
    card: CardSnapshot,
    fields: Mapping[str, Any],
    answers: Sequence[Any],
    outcome: Outcome | None,
    submission_id: str,
    time: datetime,
) -> dict[str, Any]:
    """Source key -> value for one submission or play, as it is told. fields: field key -> clean
    value."""
    unsaid, told = _conditions(card), told_in_form(snapshot, card, fields)
    known: dict[str, Any] = {
        f"field.{key}": value for key, value in told.items() if key not in unsaid
    }
    known |= {
        "fact.hub_name": snapshot.name,
        "fact.card_title": card.title,
        "fact.card_type": card.kind,
        "fact.submitted_at": rfc3339(time),
        "fact.submission_id": submission_id,
    }
    open_card = opened(card.kind, card.schema, card.content)
    if open_card is not None:
        values = open_card.type.output_values(open_card.content, answers, outcome)
        known |= {f"card.{card.id}.{key}": value for key, value in values.items()}
        known |= reworded_in(snapshot, card, open_card, values)
    return known
