"""Which texts Braze would read as a date. The first value of a custom attribute settles its type
for ever, so an answer such as ``12/1/2021`` must not be the one that does (CONTRACT 4.4, 9.17)."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any

_TIME = r"[0-9]{1,2}:?[0-9]{2}(:?[0-9]{2}([.,:][0-9]+)?)?"
_ZONE = r"(z|utc|gmt|[+-][0-9]{2}:?[0-9]{2})?"
_OF_DAY = rf"([t ,]+{_TIME} ?([ap]m)? ?{_ZONE})?"
_YEAR = r"(?P<year>[0-9]{4})"
_YEAR_FIRST = re.compile(rf"{_YEAR}([-/.])[0-9]{{1,2}}\2[0-9]{{1,2}}{_OF_DAY}", re.I)
_YEAR_LAST = re.compile(rf"[0-9]{{1,2}}([-/.])[0-9]{{1,2}}\1{_YEAR}{_OF_DAY}", re.I)
_BASIC = re.compile(rf"{_YEAR}[0-9]{{4}}t{_TIME}{_ZONE}", re.I)
_SPOKEN = re.compile(
    r"(mon|tue|wed|thu|fri|sat|sun) ([a-z]{3}|[0-9]{1,2}) [0-9]{1,2} "
    rf"{_TIME}\.? ?[a-z0-9:+-]* {_YEAR}",
    re.I,
)
"""``ddd MM dd HH:mm:ss.TZD YYYY``."""
_LAST_YEAR = 3000
"""What is later stays a text (CONTRACT 4.4)."""
_SHORTEST = len("1990-04-23")
_OURS = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3}Z")
"""A moment as ``core/times.rfc3339`` writes it. Nobody types one: it comes from a source that is a
time, and is meant to be a date."""


def reads_as_date(text: str) -> bool:
    """Braze would make a date of this text. Whether there is such a day does not matter: ``23/04``
    may be a day and a month, or a month that Braze looks for in vain."""
    text = text.strip()
    if _OURS.fullmatch(text):
        return False
    found = (form.fullmatch(text) for form in (_YEAR_FIRST, _YEAR_LAST, _BASIC, _SPOKEN))
    return any(each is not None and int(each["year"]) <= _LAST_YEAR for each in found)


def date_of(value: Any) -> str | None:
    """A day or a moment in ISO 8601, as it was given; None when it is none, or one that Braze would
    keep as a text."""
    text = str(value).strip()
    try:
        found = datetime.fromisoformat(text) if len(text) >= _SHORTEST else None
    except ValueError:
        return None
    return text if found and found.year <= _LAST_YEAR else None


def is_day(text: str) -> bool:
    """``YYYY-MM-DD``, and there is such a day: not 29 February of any year."""
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
