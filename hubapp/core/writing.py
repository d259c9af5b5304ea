"""How a value is written where others may stand already: it replaces, it stays, or it is added."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from hubapp.core.words import Words

ALWAYS, FIRST, APPEND = "always", "first", "append"
"""The newest answer replaces the one before; the first stays; each is added to a list."""
WAYS: tuple[tuple[str, Words], ...] = (
    (ALWAYS, Words("Always the newest answer")),
    (FIRST, Words("First answer only")),
    (APPEND, Words("Append to a list")),
)
BRIEFLY = {FIRST: Words("first answer only"), APPEND: Words("appended to a list")}
"""Beside a row that is not always written."""


def always(target: str) -> tuple[str, ...]:
    """Of a destination where nothing is known of what stands there."""
    return (ALWAYS,)


def offered(
    ways: Callable[[str], tuple[str, ...]], targets: Iterable[str]
) -> tuple[tuple[str, Words], ...]:
    """The ways that one of these targets has, with their words; nothing where all are written
    always, so that there is nothing to choose."""
    found = {way for target in targets for way in ways(target)} | {ALWAYS}
    return tuple(each for each in WAYS if each[0] in found) if len(found) > 1 else ()


def as_written(way: str, value: Any) -> Any:
    """A value as a record carries it: what is added is a list, whatever it was typed as."""
    if way != APPEND or value is None or isinstance(value, list):
        return value
    return [value]


def together(earlier: Any, later: list[Any]) -> list[Any]:
    """A list and what is added to it: each once, and what is added again at its end."""
    before = earlier if isinstance(earlier, list) else []
    return [each for each in before if each not in later] + list(dict.fromkeys(later))
