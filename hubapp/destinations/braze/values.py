"""Values as Braze stores them. What would be dropped silently is left out or cut here, for Braze
does not report it (CONTRACT 4.3)."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable
from functools import lru_cache
from typing import Any
from zoneinfo import available_timezones

from hubapp.core.countries import country_code, language_code
from hubapp.core.words import Words

LONGEST_TEXT = 255
_MOST_IN_LIST = 100
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_LOCAL_NUMBER = re.compile(r"\+[1-9]\d{6,14}")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_LIKE_A_DATE = re.compile(r"\d{1,2}[-/]\d{1,2}[-/]\d{4}")
_GENDERS = {
    **dict.fromkeys(("f", "female", "woman", "girl", "w", "weiblich", "frau", "femme"), "F"),
    **dict.fromkeys(("mujer", "femenino", "feminino", "donna", "여성", "여자", "أنثى"), "F"),
    **dict.fromkeys(("m", "male", "man", "boy", "männlich", "mann", "homme", "hombre"), "M"),
    **dict.fromkeys(("masculino", "uomo", "남성", "남자", "ذكر"), "M"),
    **dict.fromkeys(("o", "other", "non-binary", "nonbinary", "diverse", "divers", "autre"), "O"),
    **dict.fromkeys(("n", "not applicable", "n/a"), "N"),
    **dict.fromkeys(("p", "prefer not to say", "prefer not to answer", "keine angabe"), "P"),
}
"""Words for the letters that Braze knows (CONTRACT 4.2)."""
_SUBSCRIPTIONS = ("opted_in", "subscribed", "unsubscribed")
_LONGEST_ID = 987
"""Bytes of an external_id (CONTRACT 2.2)."""
_DUMMIES = frozenset({"null", "undefined", "none", "nan", "0", "test", "{{${braze_id}}}"})
"""Ids that mean that a link was not filled in (CONTRACT 9.18)."""


def attribute_value(target: str, value: Any) -> Any:
    """``value`` for an attribute target, or None when Braze could not use it."""
    if target.startswith("attribute."):
        return _STANDARD.get(target, _text)(value)
    if isinstance(value, str) and _LIKE_A_DATE.fullmatch(value.strip()):
        # Braze would make a time of it, and of every later answer in this attribute (CONTRACT 4.4).
        return None
    return plain_value(value)


def is_left_out(target: str, value: Any) -> bool:
    """Braze could not use this value there, so it is not sent."""
    if target.startswith("event."):
        return plain_value(value) is None
    if value is None:
        return False  # takes away what stands there
    # A consent that was not given says nothing, and is meant to.
    return value is not False and attribute_value(target, value) is None


def _text(value: Any) -> str | None:
    return str(value).strip()[:LONGEST_TEXT] or None


def _country(value: Any) -> str | None:
    # Braze sets the country to null for a word that it does not know.
    return country_code(str(value))


def _language(value: Any) -> str | None:
    return language_code(str(value))


def _gender(value: Any) -> str | None:
    return _GENDERS.get(str(value).strip().casefold().rstrip("."))


def _time_zone(value: Any) -> str | None:
    name = str(value).strip().replace(" ", "_").casefold()
    return _zones().get(name)


@lru_cache(maxsize=1)
def _zones() -> dict[str, str]:
    """Name in small letters -> the zone's. A city alone is its zone where only one has it."""
    names = sorted(name for name in available_timezones() if "/" in name and "Etc/" not in name)
    cities = Counter(name.rpartition("/")[2].casefold() for name in names)
    alone = {
        city: name for name in names if cities[city := name.rpartition("/")[2].casefold()] == 1
    }
    return alone | {name.casefold(): name for name in names} | {"utc": "UTC", "gmt": "GMT"}


def _phone(value: Any) -> str | None:
    text = re.sub(r"[\s().\-/]", "", str(value))
    return text if _LOCAL_NUMBER.fullmatch(text) else None


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
    "attribute.language": _language,
    "attribute.gender": _gender,
    "attribute.time_zone": _time_zone,
    "attribute.phone": _phone,
    "attribute.email_subscribe": _subscription,
    "attribute.push_subscribe": _subscription,
}
"""Standard attributes with rules of their own (CONTRACT 4.2)."""
