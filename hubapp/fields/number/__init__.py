"""A number, whole or with a fraction, within the bounds that the marketer sets."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from hubapp.core.field_kind import Clean, FieldKind, FieldOption, Unclean
from hubapp.core.one_line import one_line, with_plain_digits
from hubapp.core.reading import number
from hubapp.core.words import Words

_FURTHEST = 10**12
_MOST_DECIMALS = 6
_GROUP = 3
"""Digits. Where fewer may follow the point, so many after a sign are thousands."""
_BLANKS = re.compile(r"[\s'’]")
_GROUPED = re.compile(r"-?\d{1,3}(?:[.,]\d{3})+")
_NUMBER = re.compile(r"-?\d{1,15}(?:\.\d{1,15})?")


class Number(FieldKind):
    """Read as people write it: with a comma for the point, with groups of thousands."""

    kind: ClassVar[str] = "number"
    label: ClassVar[Words] = Words("Number")
    icon: ClassVar[str] = "chart-bar"
    default_key: ClassVar[str] = "number"
    default_label: ClassVar[str] = "How many?"
    inputmode: ClassVar[str] = "decimal"
    value_type: ClassVar[str] = "number"
    sample: ClassVar[Any] = 3
    options: ClassVar[tuple[FieldOption, ...]] = (
        FieldOption("lowest", Words("Smallest number"), "number", 0, Words("Included.")),
        FieldOption("highest", Words("Largest number"), "number", 1000, Words("Included.")),
        FieldOption(
            "decimals", Words("Digits after the point"), "number", 0, Words("0: whole numbers.")
        ),
    )

    def clean(
        self, raw: Sequence[str], options: Mapping[str, Any], required: bool, label: str
    ) -> Clean | Unclean:
        typed, decimals = one_line(raw), _decimals(options)
        if not typed:
            return Unclean(Words("Fill in “%(field)s”.", field=label)) if required else Clean(None)
        plain = _plain(typed, decimals)
        if not _NUMBER.fullmatch(plain):
            return Unclean(_advice(typed, decimals))
        if len(plain.partition(".")[2].rstrip("0")) > decimals:
            return Unclean(_too_fine(decimals))
        value = float(plain) if plain.partition(".")[2].strip("0") else int(plain.partition(".")[0])
        lowest, highest = _bounds(options)
        if value < lowest:
            return Unclean(
                Words("This is too small. Enter %(lowest)s or more.", lowest=str(lowest))
            )
        if value > highest:
            return Unclean(
                Words("This is too large. Enter %(highest)s or less.", highest=str(highest))
            )
        return Clean(value)

    def option_problems(self, options: Mapping[str, Any]) -> list[Words]:
        lowest, highest = _bounds(options)
        if lowest >= highest:
            return [Words("its largest number must be above its smallest one.")]
        return []


def _plain(typed: str, decimals: int) -> str:
    """As a program writes it: no groups, and a point."""
    text = _BLANKS.sub("", with_plain_digits(typed)).replace("−", "-").removeprefix("+")
    signs = [each for each in text if each in ".,"]
    thousands = decimals < _GROUP or len(signs) > 1
    if thousands and len(set(signs)) == 1 and _GROUPED.fullmatch(text):
        return text.replace(",", "").replace(".", "")
    if "." in text and "," in text:
        # The one that comes last parts the fraction.
        groups = "," if text.rfind(",") < text.rfind(".") else "."
        text = text.replace(groups, "")
    return text.replace(",", ".")


def _advice(typed: str, decimals: int) -> Words:
    if any(each.isalpha() for each in typed):
        return Words("There are letters in it. Enter a number in digits, like 12.")
    if decimals:
        return Words("This is not a number. Enter one like 12.5.")
    return Words("This is not a number. Enter one in digits, like 12.")


def _too_fine(decimals: int) -> Words:
    if not decimals:
        return Words("Enter a whole number, like 12.")
    return Words("There are too many digits after the point: %(count)s at most.", count=decimals)


def _bounds(options: Mapping[str, Any]) -> tuple[float, float]:
    """Lowest and highest. What was left empty is no bound."""
    return (
        number(options.get("lowest"), -_FURTHEST, _FURTHEST, -_FURTHEST),
        number(options.get("highest"), -_FURTHEST, _FURTHEST, _FURTHEST),
    )


def _decimals(options: Mapping[str, Any]) -> int:
    return int(number(options.get("decimals"), 0, _MOST_DECIMALS, 0))
