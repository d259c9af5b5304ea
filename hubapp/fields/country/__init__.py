"""Country, kept as its ISO 3166-1 alpha-2 code."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from hubapp.core.countries import countries
from hubapp.core.field_kind import Clean, FieldKind, Unclean
from hubapp.core.one_line import one_line
from hubapp.core.words import Words


class Country(FieldKind):
    """See the module."""

    kind: ClassVar[str] = "country"
    label: ClassVar[Words] = Words("Country")
    icon: ClassVar[str] = "world"
    default_key: ClassVar[str] = "country"
    default_label: ClassVar[str] = "Country"
    autocomplete: ClassVar[str] = "country"
    means: ClassVar[str] = "country"
    sample: ClassVar[Any] = "AU"

    def clean(
        self, raw: Sequence[str], options: Mapping[str, Any], required: bool, label: str
    ) -> Clean | Unclean:
        value = one_line(raw).upper()
        if not value:
            return Unclean(Words("Choose your country.")) if required else Clean(None)
        if value not in {code for code, _ in countries()}:
            return Unclean(Words("Choose your country from the list."))
        return Clean(value)

    def choices(self, options: Mapping[str, Any], language: str = "en") -> list[tuple[str, str]]:
        """Value and words of each choice."""
        return list(countries(language))
