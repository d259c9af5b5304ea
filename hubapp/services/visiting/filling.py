"""What somebody filled in: read by the kinds of the fields, or told or asked what may be wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from hubapp.core.field_kind import Clean, Unclean
from hubapp.core.snapshot import FormSnapshot
from hubapp.core.words import Words
from hubapp.fields import field_kind_of
from hubapp.models.columns import now

ASKED = "~asked"
"""Behind a field's key: the value of which the visitor was asked whether they meant another."""


@dataclass(frozen=True)
class Question:
    """typed: as it was read; meant: what it may have been meant to be."""

    typed: str
    meant: str


@dataclass(frozen=True)
class Returned:
    """The form comes back. problems: field key -> sentence; questions: field key -> what is asked
    before it is taken as it was typed."""

    problems: Mapping[str, Words]
    questions: Mapping[str, Question] = field(default_factory=dict)


def clean_form(
    form: FormSnapshot,
    raw: Mapping[str, Sequence[str]],
    captured: Mapping[str, str],
    today: date | None = None,
) -> tuple[dict[str, Any], dict[str, Words]]:
    """Field key -> clean value, and field key -> sentence. captured: URL parameter -> value; today:
    at the hub."""
    values: dict[str, Any] = {}
    problems: dict[str, Words] = {}
    for asked in form.fields:
        kind = field_kind_of(asked.kind)
        if kind is None:
            continue
        given = kind.source_of(raw.get(asked.key, ()), captured, asked.options)
        required = asked.required or kind.condition
        read = kind.clean(given, asked.options, required, asked.label)
        said = read.sentence if isinstance(read, Unclean) else None
        if isinstance(read, Clean) and read.value is not None:
            said = kind.unfit(read.value, asked.options, today or now().date())
        if said is not None:
            problems[asked.key] = said
        elif isinstance(read, Clean):
            values[asked.key] = read.value
    return values, problems


def questions_of(
    form: FormSnapshot, raw: Mapping[str, Sequence[str]], values: Mapping[str, Any]
) -> dict[str, Question]:
    """What was not asked before."""
    found = {}
    for asked in form.fields:
        kind, value = field_kind_of(asked.kind), values.get(asked.key)
        if kind is None or value is None or str(value) in raw.get(f"{asked.key}{ASKED}", ()):
            continue
        if (meant := kind.guess(value)) is not None:
            found[asked.key] = Question(str(value), meant)
    return found
