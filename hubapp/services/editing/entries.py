"""How often somebody may take part in a card, as the marketer sets it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hubapp.core.content import Part, line, number, shape_problems
from hubapp.core.controls import content_from
from hubapp.core.entry_rule import (
    FEWEST_HOURS,
    FEWEST_TURNS,
    MOST_HOURS,
    MOST_TURNS,
    NO_LIMIT,
    PER_FIELD,
    RULES,
)
from hubapp.core.errors import Problem, Refused
from hubapp.core.words import Words
from hubapp.fields import field_kind_of
from hubapp.services.editing.drafts import Json

_NO_RULE = Words("Choose one of the rules in the list.")
_NOT_WHOLE = Words(
    "Enter a whole number from %(least)s to %(most)s.", least=FEWEST_TURNS, most=MOST_TURNS
)
_NO_FIELD = Words("choose the field of its form by which turns are counted, or another rule.")


class EntryControls(Part):
    """The controls of ``core/entry_rule.EntryRule``."""

    rule: str = line(10, NO_LIMIT)
    hours: int | float = number(FEWEST_HOURS, MOST_HOURS, 24)
    field: str = line(60)
    turns: int = number(FEWEST_TURNS, MOST_TURNS, FEWEST_TURNS)


def countable(form: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Key and label of the fields of a form whose values can be counted: not those that agree to
    something."""
    return [
        (field["key"], field["label"] or field["key"])
        for field in form.get("fields", ())
        if (kind := field_kind_of(field["kind"])) is not None and not kind.receipt
    ]


def uncounted(card_id: str, docs: Mapping[str, Json]) -> list[Problem]:
    """What stands in the way of counting by a field, for publishing."""
    card = docs[f"card:{card_id}"]
    if card.get("entry", {}).get("rule") != PER_FIELD:
        return []
    form = docs.get(f"form:{card_id}") or {}
    key, where = card["entry"].get("field", ""), f"card:{card_id}/card_entry.field"
    fields = form.get("fields", ()) if form.get("placement") else ()
    found = next((each for each in fields if each["key"] == key), None)
    kind = field_kind_of(found["kind"]) if found else None
    if found is None or kind is None or kind.receipt:
        sentence = Words("“%(title)s”: %(problem)s", title=card["title"], problem=_NO_FIELD)
        return [Problem(where, sentence)]
    if kind.may_be_required and not found["required"]:
        sentence = Words(
            "“%(title)s” may be played once per “%(field)s”, which may be left empty. Make it "
            "required, or choose another rule.",
            title=card["title"],
            field=found["label"] or key,
        )
        return [Problem(where, sentence)]
    return []


def entry_as_posted(posted: Any, card: Mapping[str, Any]) -> EntryControls:
    """What was chosen; what was not posted is as the document of the card has it."""
    return _read(posted, card, [])


def _read(posted: Any, card: Mapping[str, Any], problems: list[Problem]) -> EntryControls:
    before = EntryControls.model_validate(card.get("entry", {}))
    given = posted if isinstance(posted, Mapping) else {}
    read = content_from(EntryControls, given, before)
    problems += read.problems + shape_problems(read.content)
    if read.content.rule not in RULES:
        problems.append(Problem("rule", _NO_RULE))
    if read.content.turns % 1:
        problems.append(Problem("turns", _NOT_WHOLE))
    return read.content


def read_entry(posted: Any, card: Mapping[str, Any], where: str) -> Json:
    """The rule to be kept. where: what the names of the controls begin with. Raises Refused."""
    problems: list[Problem] = []
    found = _read(posted, card, problems)
    if problems:
        raise Refused(*(Problem(f"{where}.{each.where}", each.sentence) for each in problems))
    return found.model_dump()
