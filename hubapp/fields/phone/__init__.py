"""Phone number, kept as E.164."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

import phonenumbers

from hubapp.core.countries import countries
from hubapp.core.field_kind import Clean, FieldKind, FieldOption, Unclean
from hubapp.core.one_line import one_line
from hubapp.core.words import Words

_LONGEST = 40
"""Characters, with all that people write between the digits."""
_FEWEST, _MOST = 6, 15
"""Digits (E.164)."""


class Phone(FieldKind):
    """A number without country code is read as one of the option's country (CONTRACT 9.10)."""

    kind: ClassVar[str] = "phone"
    label: ClassVar[Words] = Words("Phone")
    icon: ClassVar[str] = "phone"
    default_key: ClassVar[str] = "phone"
    default_label: ClassVar[str] = "Mobile number"
    autocomplete: ClassVar[str] = "tel"
    inputmode: ClassVar[str] = "tel"
    personal: ClassVar[bool] = True
    means: ClassVar[str] = "phone"
    identifies: ClassVar[str] = "phone"
    sample: ClassVar[Any] = "+61412345678"
    options: ClassVar[tuple[FieldOption, ...]] = (
        FieldOption(
            "country",
            Words("Country of numbers without a country code"),
            "select",
            "AU",
            Words("Visitors elsewhere start with +."),
            choices=countries,
        ),
    )

    def hint(self, value: Any) -> str:
        return f"…{str(value)[-3:]}"

    def clean(
        self, raw: Sequence[str], options: Mapping[str, Any], required: bool, label: str
    ) -> Clean | Unclean:
        value = unicodedata.normalize("NFKC", one_line(raw))
        country = str(options.get("country") or "AU")
        if not value:
            return Unclean(Words("Fill in “%(field)s”.", field=label)) if required else Clean(None)
        number = _valid(value, country) if len(value) <= _LONGEST else None
        if number is None:
            return Unclean(_advice(value, country))
        return Clean(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


def _valid(typed: str, country: str) -> phonenumbers.PhoneNumber | None:
    """The number as typed, or as it is written elsewhere: 00 for +, and the 1 that Mexico's
    mobiles had until 2019."""
    digits = re.sub(r"[^\d+]", "", typed)
    others = [f"+{digits[2:]}"] if digits.startswith("00") else []
    others += [f"+52{each[4:]}" for each in (digits, *others) if each.startswith("+521")]
    for text in (typed, *others):
        try:
            number = phonenumbers.parse(text, country)
        except phonenumbers.NumberParseException:
            continue
        if not number.extension and phonenumbers.is_valid_number(number):
            return number
    return None


def _advice(typed: str, country: str) -> Words:
    """What is wrong, with a number of the field's own country."""
    sample = phonenumbers.example_number_for_type(country, phonenumbers.PhoneNumberType.MOBILE)
    how = phonenumbers.PhoneNumberFormat.INTERNATIONAL
    like = phonenumbers.format_number(sample, how) if sample else "+61 412 345 678"
    digits = sum(each.isdigit() for each in typed)
    if any(each.isalpha() for each in typed):
        return Words(
            "There are letters in it. Enter a number with its country code, like %(like)s.",
            like=like,
        )
    if 0 < digits < _FEWEST:
        return Words(
            "This is too short. Enter a number with its country code, like %(like)s.", like=like
        )
    if digits > _MOST:
        return Words(
            "This is too long. Enter one number with its country code, like %(like)s.", like=like
        )
    return Words("Enter a phone number with its country code, like %(like)s.", like=like)
