"""Reading what an editing form posted, tolerantly: wrong shapes become empty values."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from hubapp.core.identifiers import new_id

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_ID = re.compile(r"[a-z0-9]{1,20}")
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")


def text(value: Any, longest: int) -> str:
    """One line or more of plain text, control characters gone, at most ``longest`` characters."""
    return _CONTROL.sub("", value).strip()[:longest] if isinstance(value, str) else ""


def rows(value: Any) -> list[Mapping[str, Any]]:
    """A posted list of groups."""
    return [each for each in value if isinstance(each, Mapping)] if isinstance(value, list) else []


def identifier(value: Any) -> str:
    """The id of a part; a new one when it has none."""
    return value if isinstance(value, str) and _ID.fullmatch(value) else new_id()


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
