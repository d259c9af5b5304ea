"""Reading what an editing form posted, tolerantly: wrong shapes become empty values."""

from __future__ import annotations

import re
from datetime import date
from typing import Any
from urllib.parse import urlsplit

_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")


def number(value: Any, lowest: float, highest: float, default: float) -> float:
    """A number within its bounds; whole numbers stay whole."""
    try:
        found = min(max(float(value), lowest), highest)
    except (TypeError, ValueError):
        return default
    if found != found:
        return default
    return int(found) if found == int(found) else found


def colour(value: Any, default: str) -> str:
    """``#rrggbb``, lower case."""
    return value.lower() if isinstance(value, str) and _COLOUR.fullmatch(value) else default


def switched(value: Any) -> bool:
    """A checkbox."""
    return value in ("y", "on", "1", "true", True)


def is_web_address(value: str) -> bool:
    """An address that a visitor may be sent to."""
    try:
        parts = urlsplit(value)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)


def natural(text: str) -> int:
    """A number of at most 18 digits; 0 for anything else."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else 0


def day(text: str) -> date | None:
    """A day as a date control posts it, if the one after it can be said too."""
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return None if found == date.max else found
