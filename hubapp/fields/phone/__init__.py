"""Phone number, kept as E.164."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

import phonenumbers

from hubapp.core.countries import countries
from hubapp.core.field_kind import Clean, FieldKind, FieldOption, Unclean
from hubapp.core.one_line import one_line
from hubapp.core.words import Words

_LONGEST = 40
"""Characters, with all that people write between the digits."""


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

    def clean(
        self, raw: Sequence[str], options: Mapping[str, Any], required: bool, label: str
    ) -> Clean | Unclean:
        value = one_line(raw)
        advice = Unclean(Words("Enter a phone number with its country code, like +61 412 345 678."))
        if not value:
            return Unclean(Words("Fill in “%(field)s”.", field=label)) if required else Clean(None)
        if len(value) > _LONGEST:
            return advice
        try:
            number = phonenumbers.parse(value, str(options.get("country") or "AU"))
        except phonenumbers.NumberParseException:
            return advice
        if number.extension or not phonenumbers.is_valid_number(number):
            return advice
        return Clean(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))
