"""What a destination tells of the values that it was sent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hubapp.core.errors import Problem
from hubapp.core.mapping import FieldMapping, MappingRow, Record, Source
from hubapp.core.words import NOTHING, Words


@dataclass(frozen=True)
class Shown:
    """A value as the destination's own page of a person would show it. section: what it stands
    under there; kind: of what type it is; why: it does not get there, for this reason."""

    section: Words
    name: Words
    value: Words
    kind: Words = NOTHING
    why: Words = NOTHING


def nothing_left_out(target: str, value: Any) -> Words | None:
    """A destination that could use every value that its mapping may hold."""
    return None


def everything_carried(target: str, sent: Mapping[str, Sequence[Any]]) -> bool:
    """A destination whose objects do not tell which values they hold."""
    return True


def as_it_was(target: str, sent: Mapping[str, Sequence[Any]]) -> Any:
    """A destination whose objects do not tell what became of a value."""
    return None


def nothing_shown(record: Record) -> list[Shown]:
    """A destination that has no page of a person."""
    return []


def no_cost(_record: Record) -> Words:
    """A destination that does not charge by what is written."""
    return NOTHING


def no_place(source: Source, mapping: FieldMapping) -> MappingRow | None:
    """A destination that proposes nothing."""
    return None


def nothing_to_check(settings: Mapping[str, Any], secret: str) -> list[Any]:
    """A destination of which nothing can be tried but the probe."""
    return []


def no_triggers(_kind: str, _target: str, _rule: str, _names: Sequence[str]) -> list[Problem]:
    """It sends no messages at chosen moments, so nothing is asked of one."""
    return []


def no_message_link(_address: str, _parameter: str, _key: str) -> str:
    """It sends no messages, or signs nothing."""
    return ""


def the_home(_settings: Mapping[str, Any]) -> str | None:
    """Its home can be shown to everybody."""
    return None


def the_typed(saved: str, typed: str, _posted: Mapping[str, str]) -> str:
    """One credential: what was typed, else the saved one."""
    return typed or saved


def nothing_doubted(_mapping: FieldMapping) -> list[Problem]:
    """A destination where whatever may be saved is harmless."""
    return []
