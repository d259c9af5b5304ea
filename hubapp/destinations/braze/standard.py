"""Standard attributes that Braze keeps in one form only (CONTRACT 4.2)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from zoneinfo import available_timezones

import phonenumbers

from hubapp.core.countries import country_code, language_code
from hubapp.core.words import Words
from hubapp.destinations.braze.dates import is_day

LONGEST_TEXT = 255
"""Characters (CONTRACT 4.3)."""
_LONGEST_PHONE = 60
"""Characters, with all that people write between the digits."""
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
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


@dataclass(frozen=True)
class Form:
    """of: a value in Braze's form, None when it has none; advice: what it takes, in a sentence to
    whoever gave another."""

    of: Callable[[Any], str | None]
    advice: Words


def is_email(text: str) -> bool:
    """Braze's own test of an address (CONTRACT 6.2)."""
    return len(text) <= 256 and bool(_EMAIL.fullmatch(text))


def phone_of(value: Any) -> str | None:
    """A number with its country code as E.164; None when no such number can be called. One without
    a code is not guessed at: Braze would take it for one of the United States (CONTRACT 9.10)."""
    text = re.sub(r"^\((\+[0-9]+)\)", r"\1", str(value).strip())
    if len(text) > _LONGEST_PHONE or not text.startswith("+"):
        return None
    try:
        number = phonenumbers.parse(text, None)
    except phonenumbers.NumberParseException:
        return None
    if number.extension or not phonenumbers.is_valid_number(number):
        return None
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


def _email(value: Any) -> str | None:
    text = str(value).strip().lower()
    return text if is_email(text) else None


def _birthday(value: Any) -> str | None:
    text = str(value)
    return text if is_day(text) else None


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


def _subscription(value: Any) -> str | None:
    """A consent that was not given says nothing about the past: it never unsubscribes."""
    if value is True:
        return "opted_in"
    return value if value in _SUBSCRIPTIONS else None


_STATES = Words("Braze takes a given consent, opted_in, subscribed or unsubscribed only.")
FORMS: dict[str, Form] = {
    "attribute.email": Form(_email, Words("This is not an email address.")),
    "attribute.phone": Form(
        phone_of,
        Words("This is not a phone number with its country code, like +61 412 345 678."),
    ),
    "attribute.dob": Form(
        _birthday, Words("This is not a day of the calendar, written like 1990-04-23.")
    ),
    "attribute.country": Form(
        _country, Words("No country is called so. Braze takes a name, or two letters like AU.")
    ),
    "attribute.language": Form(
        _language, Words("No language is called so. Braze takes a name, or two letters like en.")
    ),
    "attribute.gender": Form(
        _gender,
        Words("Braze takes female, male, other, not applicable or prefer not to say only."),
    ),
    "attribute.time_zone": Form(
        _time_zone, Words("No time zone is called so. Braze takes one like Australia/Sydney.")
    ),
    "attribute.email_subscribe": Form(_subscription, _STATES),
    "attribute.push_subscribe": Form(_subscription, _STATES),
}
"""Target -> its form."""
