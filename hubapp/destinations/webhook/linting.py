"""What is wrong with a mapping to a webhook, and a first one."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from hubapp.core.destination import IdentityRule
from hubapp.core.errors import Problem
from hubapp.core.fixed import fixed_problem
from hubapp.core.mapping import CONSTANT, FieldMapping, MappingRow, Source
from hubapp.core.words import Words
from hubapp.core.writing import always
from hubapp.destinations.webhook.messages import FIELD

RULES = (
    IdentityRule(
        "email",
        Words("Email"),
        Words("Each message says the person’s email. What to do with it is the receiver’s."),
        ("email",),
    ),
    IdentityRule(
        "id",
        Words("External ID"),
        Words("Each message says your own user ID, usually passed in the link."),
        ("id",),
    ),
    IdentityRule(
        "phone", Words("Phone"), Words("Each message says the person’s phone number."), ("phone",)
    ),
)
EVENT = "form.submitted"
_TYPE = re.compile(r"[a-zA-Z0-9_]+(\.[a-zA-Z0-9_]+)*")
_NAME = re.compile(r"[^\x00-\x1f\x7f\"\\]{1,100}")


def lint(mapping: FieldMapping, sources: Sequence[Source]) -> list[Problem]:
    """Problems with their controls; empty when the mapping may be saved."""
    by_key = {source.key: source for source in sources}
    problems = _identity(mapping, by_key)
    name = mapping.event_name
    if name and not (_TYPE.fullmatch(name) and len(name) <= 100):
        sentence = Words(
            "A type is at most 100 letters, digits, _ and full stops, like form.submitted."
        )
        problems.append(Problem("event_name", sentence))
    seen: set[str] = set()
    for at, row in enumerate(mapping.rows):
        problems += _row(f"rows.r{at}", row, by_key)
        if row.target in seen:
            sentence = Words("Two rows have the same name. Remove one, or give it another name.")
            problems.append(Problem(f"rows.r{at}.target", sentence))
        seen.add(row.target)
    return problems


def _identity(mapping: FieldMapping, by_key: Mapping[str, Source]) -> list[Problem]:
    rule = next((each for each in RULES if each.key == mapping.identify_by), None)
    if rule is None:
        return [Problem("identify_by", Words("Choose what each message says who it is about by."))]
    source = by_key.get(mapping.identity_source)
    if source is not None and source.identifies in rule.identifies:
        return []
    sentence = Words("Choose the field that holds the %(rule)s.", rule=rule.label)
    return [Problem("identity_source", sentence)]


def _row(at: str, row: MappingRow, by_key: Mapping[str, Source]) -> list[Problem]:
    problems = []
    if row.source not in by_key:
        sentence = Words("This source is no longer in the hub. Choose another, or remove the row.")
        problems.append(Problem(f"{at}.source", sentence))
    elif row.source == CONSTANT and (wrong := fixed_problem(row.constant_kind, row.constant)):
        problems.append(Problem(f"{at}.constant", wrong))
    name = row.target.removeprefix(FIELD)
    if not row.target.startswith(FIELD) or not name.strip() or not _NAME.fullmatch(name):
        sentence = Words(
            "Give the field a name of at most 100 characters, without quotes, backslashes and "
            "characters that nobody sees."
        )
        problems.append(Problem(f"{at}.target", sentence))
    if row.how not in always(row.target):
        sentence = Words(
            "This target is always written anew. Choose “Always the newest answer”, or another "
            "target."
        )
        problems.append(Problem(f"{at}.how", sentence))
    return problems


def suggest(sources: Sequence[Source]) -> FieldMapping:
    """Who it is, and whatever a new mapping begins with."""
    mapping = FieldMapping(event_name=EVENT)
    for rule in RULES:
        held = next((each for each in sources if each.identifies in rule.identifies), None)
        if held:
            mapping = FieldMapping(rule.key, held.key, EVENT)
            break
    for source in sources:
        row = row_for(source, mapping) if source.suggested else None
        if row is not None:
            mapping = mapping.with_row(row)
    return mapping


def row_for(source: Source, mapping: FieldMapping) -> MappingRow | None:
    """A row under the source's own name; None when it has none, or that is taken."""
    target = FIELD + source.name[:100]
    if not source.name or target in {row.target for row in mapping.rows}:
        return None
    return MappingRow(source.key, target)
