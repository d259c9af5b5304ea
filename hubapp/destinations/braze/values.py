"""Values as Braze stores them. What would be dropped silently is left out or cut here, for Braze
does not report it (CONTRACT 4.3)."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from typing import Any

from hubapp.core.words import Words

LONGEST_TEXT = 255
_MOST_IN_LIST = 100
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_LOCAL_NUMBER = re.compile(r"\+[1-9]\d{6,14}")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_SUBSCRIPTIONS = ("opted_in", "subscribed", "unsubscribed")
_LONGEST_ID = 987
"""Bytes of an external_id (CONTRACT 2.2)."""
_DUMMIES = frozenset({"null", "undefined", "none", "nan", "0", "test", "{{${braze_id}}}"})
"""Ids that mean that a link was not filled in (CONTRACT 9.18)."""


def attribute_value(target: str, value: Any) -> Any:
    """``value`` for an attribute target, or None when Braze could not use it."""
    if target.startswith("attribute."):
        return _STANDARD.get(target, _text)(value)
    return plain_value(value)


def _text(value: Any) -> str | None:
    return str(value).strip()[:LONGEST_TEXT] or None


def _country(value: Any) -> str | None:
    return (_text(value) or "").upper() or None


def _birthday(value: Any) -> Any:
    return value if _DATE.fullmatch(str(value)) else None


def _email(value: Any) -> str | None:
    text = str(value).strip().lower()
    return text if is_email(text) else None


def _subscription(value: Any) -> str | None:
    """A consent that was not given says nothing about the past: it never unsubscribes."""
    if value is True:
        return "opted_in"
    return value if value in _SUBSCRIPTIONS else None


def plain_value(value: Any) -> Any:
    """A custom attribute's or event property's value: boolean, finite number, text of at most
    255 characters, or up to 100 unique texts (CONTRACT 4.3, 5.1)."""
    if isinstance(value, bool):
        return value
    if isinstance(value, int) and not -(2**63) <= value < 2**63:
        return None
    if isinstance(value, int | float):
        return value if math.isfinite(value) else None
    if isinstance(value, list | tuple):
        texts = [str(each)[:LONGEST_TEXT] for each in value if each not in (None, "")]
        return list(dict.fromkeys(texts))[:_MOST_IN_LIST] or None
    return str(value)[:LONGEST_TEXT] or None


def is_email(text: str) -> bool:
    """Braze's own test of an address (CONTRACT 6.2)."""
    return len(text) <= 256 and bool(_EMAIL.fullmatch(text))


def identity_problem(rule: str, identity: str) -> Words | None:
    """Why Braze could not use this identity; None when it can."""
    if rule in ("email", "alias_email") and not is_email(identity.lower()):
        return Words("This is not an email address, so Braze cannot find or create the user.")
    if rule in ("phone", "alias_phone") and not _LOCAL_NUMBER.fullmatch(identity):
        return Words("This is not a phone number with its country code, so Braze cannot use it.")
    if rule not in ("external_id", "braze_id"):
        return None
    if identity.lower() in _DUMMIES or "{{" in identity:
        return Words(
            "The ID is “%(id)s”, which a link carries when it was not filled in. Check the link in "
            "your Braze message.",
            id=identity[:40],
        )
    if len(identity.encode()) > _LONGEST_ID:
        return Words(
            "The ID is longer than %(most)s bytes; Braze refuses such an ID.", most=_LONGEST_ID
        )
    return None


_STANDARD: dict[str, Callable[[Any], Any]] = {
    "attribute.email": _email,
    "attribute.dob": _birthday,
    "attribute.country": _country,
    "attribute.email_subscribe": _subscription,
    "attribute.push_subscribe": _subscription,
}
"""Standard attributes with rules of their own (CONTRACT 4.2)."""
