"""Country, kept as its ISO 3166-1 alpha-2 code."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, ClassVar

from babel import Locale

from hubapp.core.field_kind import Clean, FieldKind, Unclean
from hubapp.core.one_line import one_line
from hubapp.core.words import Words


@lru_cache(maxsize=32)
def countries(language: str = "en") -> tuple[tuple[str, str], ...]:
    """Code and name in a language, by name."""
    names = Locale.parse(language).territories
    real = [
        (code, name)
        for code, name in names.items()
        if len(code) == 2
        and code.isalpha()
        and code not in {"EU", "EZ", "UN", "XA", "XB", "ZZ", "QO"}
    ]
    return tuple(sorted(real, key=lambda each: each[1]))


class Country(FieldKind):
    """See the module."""

    kind: ClassVar[str] = "country"
    label: ClassVar[Words] = Words("Country")
    icon: ClassVar[str] = "world"
    default_key: ClassVar[str] = "country"
    default_label: ClassVar[str] = "Country"
    widget: ClassVar[str] = "select"
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
