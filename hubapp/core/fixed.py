"""Fixed values of a mapping: typed as text, sent as what they are meant to be."""

from __future__ import annotations

import re
from datetime import date

from hubapp.core.words import Words

TEXT, NUMBER, BOOLEAN, DATE = "text", "number", "boolean", "date"
KINDS: tuple[tuple[str, Words], ...] = (
    (TEXT, Words("Text")),
    (NUMBER, Words("Number")),
    (BOOLEAN, Words("Yes or no")),
    (DATE, Words("Date")),
)
"""What a fixed value may be, as ``core/mapping.Source.value_type`` says it -> words."""
_NUMBER = re.compile(r"-?[0-9]{1,18}(\.[0-9]{1,15})?")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TRUTHS = {"yes": True, "no": False}


def fixed_value(kind: str, typed: str) -> str | int | float | bool | None:
    """What is sent for it; None when it cannot be such a thing, see ``fixed_problem``."""
    text = typed.strip()
    if kind == BOOLEAN:
        return _TRUTHS.get(text)
    if kind == NUMBER:
        if not _NUMBER.fullmatch(text):
            return None
        return float(text) if "." in text else int(text)
    if kind == DATE:
        return text if _is_day(text) else None
    return text or None


def fixed_problem(kind: str, typed: str) -> Words | None:
    """Why it is no such thing; None when it is one."""
    if fixed_value(kind, typed) is not None:
        return None
    if kind == BOOLEAN:
        return Words("Choose yes or no.")
    if kind == NUMBER:
        return Words("Type a number in digits, such as 12 or 3.5.")
    if kind == DATE:
        return Words("Type a day of the calendar, written like 2026-04-23.")
    return Words("Type the fixed value to send.")


def _is_day(text: str) -> bool:
    if not _DAY.fullmatch(text):
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
