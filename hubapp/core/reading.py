"""Reading what an editing form posted, tolerantly: wrong shapes become empty values."""

from __future__ import annotations

import re
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
