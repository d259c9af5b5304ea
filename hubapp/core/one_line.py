"""A line that somebody typed, and what the kinds of fields that are one have in common."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from hubapp.core.field_kind import Clean, FieldKind, Unclean
from hubapp.core.words import Words

LONGEST = 255
"""Characters; Braze stores no more (CONTRACT 4.3)."""
_CONTROL = re.compile(r"[\x00-\x1f\x7f]+")


def one_line(raw: Sequence[str]) -> str:
    """The first value, trimmed, on one line."""
    return _CONTROL.sub(" ", raw[0]).strip() if raw else ""


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
