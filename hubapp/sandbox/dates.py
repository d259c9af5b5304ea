"""Dates as Braze reads them (CONTRACT 4.4, 5.1)."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

_NUMBERS = re.compile(
    r"(?:(\d{4})([-/.])(\d{1,2})\2(\d{1,2})|(\d{1,2})([-/.])(\d{1,2})\6(\d{4}))(?:[T ,].*)?",
    re.ASCII,
)
_SPOKEN = re.compile(
    r"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) \w+ \d{1,2} [\d:]+\S*(?: \S+)? (\d{4})", re.ASCII
)
_MILLISECONDS = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d):(\d{3})(.*)", re.ASCII)
_LAST_YEAR = 3000


def looks_like_date(text: str) -> bool:
    """A text that becomes a time when it is sent to a custom attribute."""
    text = text.strip()
    found = _NUMBERS.fullmatch(text)
    if found:
        return int(found[1] or found[8]) <= _LAST_YEAR
    spoken = _SPOKEN.fullmatch(text)
    return spoken is not None and int(spoken[1]) <= _LAST_YEAR


def moment_of(value: Any) -> datetime | None:
    """A date-time text in one of the forms that an event's time may have; without a zone it is
    UTC. None: it is no such text."""
    if not isinstance(value, str):
        return None
    text = _MILLISECONDS.sub(r"\1.\2\3", value.strip())
    try:
        found = datetime.fromisoformat(text.replace(" -", "-").replace(" +", "+"))
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def is_nested_date(value: Any) -> bool:
    """What may stand behind ``$time`` inside an object: ISO 8601 or ``MM/dd/yyyy``, of a year that
    is kept there."""
    found = moment_of(value)
    if found is None and isinstance(value, str):
        try:
            found = datetime.strptime(value.strip(), "%m/%d/%Y").replace(tzinfo=UTC)
        except ValueError:
            return False
    return found is not None and found.year <= _LAST_YEAR
