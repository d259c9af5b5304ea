"""How often somebody may take part in a card, as the marketer sets it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hubapp.core.content import Part, line, number, shape_problems
from hubapp.core.controls import content_from
from hubapp.core.entry_rule import FEWEST_HOURS, MOST_HOURS, NO_LIMIT, RULES
from hubapp.core.errors import Problem, Refused
from hubapp.core.words import Words
from hubapp.services.editing.drafts import Json

_NO_RULE = Words("Choose one of the rules in the list.")


class EntryControls(Part):
    """The controls of ``core/entry_rule.EntryRule``."""

    rule: str = line(10, NO_LIMIT)
    hours: int | float = number(FEWEST_HOURS, MOST_HOURS, 24)


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
    return read.content


def read_entry(posted: Any, card: Mapping[str, Any], where: str) -> Json:
    """The rule to be kept. where: what the names of the controls begin with. Raises Refused."""
    problems: list[Problem] = []
    found = _read(posted, card, problems)
    if problems:
        raise Refused(*(Problem(f"{where}.{each.where}", each.sentence) for each in problems))
    return found.model_dump()
