"""Postcode, kept as text as its country writes it: some begin with 0."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from hubapp.core.countries import countries
from hubapp.core.field_kind import Clean, FieldKind, FieldOption, Unclean
from hubapp.core.one_line import one_line, with_plain_digits
from hubapp.core.words import Words
from hubapp.fields.postcode.formats import FORMATS, example_of, written

_LONGEST = 12
_BETWEEN = re.compile(r"[\s\-–—.]")
_OF_ITS_COUNTRY = re.compile(r"^[A-Z]{1,2}-(?=\d)")
_ANY = re.compile(r"[A-Z\d][A-Z\d \-]*")


class Postcode(FieldKind):
    """See the module."""

    kind: ClassVar[str] = "postcode"
    label: ClassVar[Words] = Words("Postcode")
    icon: ClassVar[str] = "home"
    default_key: ClassVar[str] = "postcode"
    default_label: ClassVar[str] = "Postcode"
    autocomplete: ClassVar[str] = "postal-code"
    personal: ClassVar[bool] = True
    sample: ClassVar[Any] = "2000"
    options: ClassVar[tuple[FieldOption, ...]] = (
        FieldOption(
            "country",
            Words("Country"),
            "select",
            "AU",
            Words("What is no postcode there is refused, with one that is."),
            choices=countries,
        ),
    )

    def clean(
        self, raw: Sequence[str], options: Mapping[str, Any], required: bool, label: str
    ) -> Clean | Unclean:
        typed = with_plain_digits(unicodedata.normalize("NFKC", one_line(raw))).upper()
        country = str(options.get("country") or "AU")
        if not typed:
            return Unclean(Words("Fill in “%(field)s”.", field=label)) if required else Clean(None)
        if country not in FORMATS:
            return _anywhere(typed)
        # Germans write D-10115.
        compact = _BETWEEN.sub("", _OF_ITS_COUNTRY.sub("", typed))
        found = written(compact, country) if compact.isascii() else None
        if found is None:
            return Unclean(
                Words("This is not a postcode. Enter one like %(like)s.", like=example_of(country))
            )
        return Clean(found)


def _anywhere(typed: str) -> Clean | Unclean:
    text = " ".join(typed.split())
    if len(text) > _LONGEST:
        return Unclean(Words("This is too long for a postcode."))
    if not _ANY.fullmatch(text):
        return Unclean(Words("A postcode has letters and digits only. Check what you typed."))
    return Clean(text)
