"""Answers that somebody chooses, to see what a destination would receive of them: what a mapping
uses, each with what a visitor could say. They are kept nowhere."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from hubapp.cards import opened
from hubapp.core.field_kind import Clean, FieldKind
from hubapp.core.mapping import CONFIRMED, CONSENTING, FALL, FieldMapping, Source
from hubapp.core.opening import zone_of
from hubapp.core.snapshot import HubSnapshot
from hubapp.core.value_map import NO, YES
from hubapp.core.words import Words
from hubapp.fields import field_kind_of
from hubapp.models import Hub
from hubapp.models.columns import now
from hubapp.services.editing import snapshot_of_version, told_draft

TICKED = "y"
BOX, ONE, MANY, NUMBER, DAY, LINE = "box", "one", "many", "number", "day", "line"
"""What is asked with: a box to tick, one or any number of choices, something to type."""
Answers = Mapping[str, Sequence[str]]
"""Source key -> what was chosen or typed; one that was asked for and has nothing is empty."""
_TYPED = {"number": NUMBER, "date": DAY}
_CHOSEN_BY = ("field.", "card.")
_NO_NUMBER = Words("This is not a number. Enter one like 12.5.")


class Asked(NamedTuple):
    """What can be chosen of a source. look: one of the above; choices: value and words; held: the
    values that stand there."""

    key: str
    label: Words
    look: str
    choices: list[tuple[str, Words]]
    held: list[str]


class Hubs(NamedTuple):
    """What a hub can be told. fields: source key -> kind and options; numbers: source key -> the
    numbers that a card can come to, where it says which."""

    fields: dict[str, tuple[FieldKind, Mapping[str, Any]]]
    numbers: dict[str, list[Any]]
    zone: str


def told_in(hub: Hub) -> Hubs:
    """By its draft, and by what is live beside it."""
    found = Hubs({}, {}, "")
    snapshots = [told_draft(hub.id)]
    if hub.live_version_id:
        snapshots.append(snapshot_of_version(hub.live_version_id))
    for each in snapshots:
        _look(each, found)
    return found._replace(zone=snapshots[0].time_zone)


def _look(snapshot: HubSnapshot, found: Hubs) -> None:
    for card in snapshot.cards():
        for field in card.form.fields if card.form else ():
            kind = field_kind_of(field.kind)
            if kind is not None and not kind.condition:
                found.fields.setdefault(f"field.{field.key}", (kind, field.options))
        open_card = opened(card.kind, card.schema, card.content)
        for output in open_card.type.outputs(open_card.content) if open_card else ():
            values = [value for _, value in output.choices]
            if output.value_type == "number" and values:
                found.numbers.setdefault(f"card.{card.id}.{output.key}", values)


def asked_of(
    told: Hubs, mapping: FieldMapping, sources: Iterable[Source], answers: Answers, language: str
) -> list[Asked]:
    """What the mapping uses, in its order, each as it was chosen, else as it is invented."""
    by_key = {each.key: each for each in sources}
    used = [mapping.identity_source, *(each.source for each in mapping.rows)]
    used += [mapping.fallback_source] if mapping.lacking == FALL else []
    used += [mapping.consent_source] if mapping.whom == CONSENTING else []
    found = [
        _asked(by_key[key], told, answers.get(key), language)
        for key in dict.fromkeys(used)
        if key in by_key and key.startswith(_CHOSEN_BY)
    ]
    if mapping.confirm_first:
        label = Words("The address was confirmed by our mailed code")
        found.append(Asked(CONFIRMED, label, BOX, [], list(answers.get(CONFIRMED, [TICKED]))))
    return found


def _asked(source: Source, told: Hubs, held: Sequence[str] | None, language: str) -> Asked:
    choices = _choices(source, told, language)
    look = _look_of(source, choices)
    shown = _shown(source.sample, look) if held is None else list(held)
    return Asked(source.key, source.full_label, look, choices, shown)


def _choices(source: Source, told: Hubs, language: str) -> list[tuple[str, Words]]:
    if source.value_type == "boolean" and source.means != "consent":
        return [(YES, Words("yes")), (NO, Words("no"))]
    if source.choices:
        return [(value, Words.verbatim(words)) for value, words in source.choices]
    if numbers := told.numbers.get(source.key):
        return [(str(each), Words.verbatim(str(each))) for each in numbers]
    if source.key not in told.fields:
        return []
    kind, options = told.fields[source.key]
    return [(value, Words.verbatim(words)) for value, words in kind.choices(options, language)]


def _look_of(source: Source, choices: Sequence[Any]) -> str:
    if source.means == "consent":
        return BOX
    if choices:
        return MANY if source.value_type == "list" else ONE
    return _TYPED.get(source.value_type, LINE)


def _shown(sample: Any, look: str) -> list[str]:
    if isinstance(sample, bool):
        return ([TICKED] if sample else []) if look == BOX else [YES if sample else NO]
    held = sample if isinstance(sample, list) else [sample]
    return [str(each) for each in held if each not in (None, "")]


def said_by(
    asked: Sequence[Asked], told: Hubs, sources: Iterable[Source]
) -> tuple[dict[str, Any], dict[str, Words]]:
    """Source key -> value, as a form would keep it, and -> a sentence where no form takes it."""
    types = {each.key: each.value_type for each in sources}
    known: dict[str, Any] = {}
    wrong: dict[str, Words] = {}
    for each in asked:
        value, why = _value(each, told, types.get(each.key, ""))
        if why is not None:
            wrong[each.key] = Words("%(name)s: %(why)s", name=each.label, why=why)
        elif value not in (None, "", []):
            known[each.key] = value
    return known, wrong


def _value(asked: Asked, told: Hubs, value_type: str) -> tuple[Any, Words | None]:
    if asked.look == BOX:
        return TICKED in asked.held, None
    held = [each for each in asked.held if each.strip()]
    if asked.choices:
        held = [value for value, _ in asked.choices if value in held]
        return _chosen(asked, held, told, value_type), None
    if not held:
        return None, None
    if asked.key in told.fields:
        return _cleaned(asked, held[:1], told)
    typed = _typed(held[0].strip(), value_type)
    return typed, _NO_NUMBER if typed is None else None


def _chosen(asked: Asked, held: list[str], told: Hubs, value_type: str) -> Any:
    if value_type == "list":
        return held
    if not held:
        return None
    if value_type == "boolean":
        return held[0] == YES
    numbers = {str(each): each for each in told.numbers.get(asked.key, ())}
    return numbers.get(held[0], held[0])


def _typed(text: str, value_type: str) -> Any:
    """Of what no form asks for: an answer of a card."""
    if value_type == "list":
        return [text]
    if value_type != "number":
        return text
    try:
        number = float(text)
    except ValueError:
        return None
    if not math.isfinite(number):
        return None
    return int(number) if number.is_integer() else number


def _cleaned(asked: Asked, typed: list[str], told: Hubs) -> tuple[Any, Words | None]:
    kind, options = told.fields[asked.key]
    read = kind.clean(typed, options, False, str(asked.label))
    if not isinstance(read, Clean):
        return None, read.sentence
    today = now().astimezone(zone_of(told.zone)).date()
    why = None if read.value is None else kind.unfit(read.value, options, today)
    return read.value, why
