"""A line that somebody typed, and what the kinds of fields that are one have in common."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

from hubapp.core.field_kind import Clean, FieldKind, Unclean
from hubapp.core.words import Words

LONGEST = 255
"""Characters; Braze stores no more (CONTRACT 4.3)."""
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_UNSEEN = re.compile("[\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
"""Marks that pasting brings along. Not the joiners, of which Persian, Hindi and emoji are made."""


def one_line(raw: Sequence[str]) -> str:
    """The first value, trimmed, on one line, without marks that nobody sees; composed (NFC), so
    that equal texts are equal. Nothing but what cannot be seen is empty."""
    if not raw:
        return ""
    line = unicodedata.normalize("NFC", _UNSEEN.sub("", _CONTROL.sub(" ", raw[0]))).strip()
    return line if any(_is_seen(each) for each in line) else ""


def with_plain_digits(text: str) -> str:
    """Digits of every script as 0 to 9: on an Arabic or a full-width keyboard they are others."""
    return "".join(str(unicodedata.decimal(each)) if each.isdecimal() else each for each in text)


def _is_seen(character: str) -> bool:
    # Fillers of Hangul and the empty Braille cell are letters to Unicode, and blank to people.
    return (
        unicodedata.category(character)[0] not in "CZ"
        and character not in "\u115f\u1160\u3164\u2800"
    )


class OneLine(FieldKind):
    """Any text that fits; the kinds that are no more than this differ in what they are called."""

    def clean(
        self, raw: Sequence[str], options: Mapping[str, Any], required: bool, label: str
    ) -> Clean | Unclean:
        value = one_line(raw)
        if not value:
            return Unclean(Words("Fill in “%(field)s”.", field=label)) if required else Clean(None)
        if len(value) > LONGEST:
            return Unclean(
                Words(
                    "Shorten this to %(most)s characters; it has %(length)s.",
                    most=LONGEST,
                    length=len(value),
                )
            )
        return Clean(value)
