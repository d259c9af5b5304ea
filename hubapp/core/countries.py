"""Countries of the world, by their ISO 3166-1 alpha-2 codes."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from babel import Locale

_NONE = frozenset("AC CP CQ DG EA EU EZ IC QO TA UN XA XB XK ZZ".split())
"""What Unicode names beside the countries of ISO 3166-1. Braze would keep none of them, and say
nothing (CONTRACT 4.2)."""


@lru_cache(maxsize=32)
def countries(language: str = "en") -> tuple[tuple[str, str], ...]:
    """Code and name in a language, by name."""
    names = Locale.parse(language).territories
    real = [
        (code, name)
        for code, name in names.items()
        if len(code) == 2 and code.isalpha() and code not in _NONE
    ]
    return tuple(sorted(real, key=lambda each: _sorted_as(each[1])))


def _sorted_as(name: str) -> str:
    # As people look it up: Åland under A, Türkiye under T.
    plain = unicodedata.normalize("NFKD", name)
    return "".join(each for each in plain if not unicodedata.combining(each)).casefold()
