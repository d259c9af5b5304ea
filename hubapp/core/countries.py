"""Countries of the world, by their ISO 3166-1 alpha-2 codes."""

from __future__ import annotations

from functools import lru_cache

from babel import Locale


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
