"""Countries of the world by their ISO 3166-1 alpha-2 codes, and languages by those of ISO 639-1."""

from __future__ import annotations

import re
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
    return tuple(sorted(real, key=lambda each: _folded(each[1])))


def _folded(name: str) -> str:
    # As people look it up: Åland under A, Türkiye under T.
    plain = unicodedata.normalize("NFKD", name)
    return "".join(each for each in plain if not unicodedata.combining(each)).casefold()


_SPOKEN = tuple(
    "en de fr es pt it nl sv da nb fi pl cs hu ro el tr ru uk ar he hi ko ja zh".split()
)
"""Languages in which a country or a language that somebody typed is looked up."""


def country_code(text: str) -> str | None:
    """The code of a country that somebody named, by its code or in one of many languages; None
    when there is no such country."""
    return _codes().get(_folded(text.strip()))


def language_code(text: str) -> str | None:
    """The two letters (ISO 639-1) of a language that somebody named, by them, by a locale such as
    ``pt-BR``, in English or in another of many languages; None when there is none."""
    plain = _folded(text.strip())
    return _language_codes().get(plain) or _language_codes().get(re.split(r"[-_]", plain)[0])


@lru_cache(maxsize=1)
def _codes() -> dict[str, str]:
    found = {_folded(name): code for language in _SPOKEN for code, name in countries(language)}
    short = {"usa": "US", "u.s.": "US", "u.s.a.": "US", "uk": "GB", "great britain": "GB"}
    return found | short | {code.casefold(): code for code, _ in countries()}


@lru_cache(maxsize=1)
def _language_codes() -> dict[str, str]:
    names = {each: _languages(each) for each in _SPOKEN}
    real = {code for code in names["en"] if len(code) == 2}
    found = {
        _folded(name): code
        for known in names.values()
        for code, name in known.items()
        if code in real
    }
    # What a language calls itself, and its two letters, come before what others call it.
    own = {_folded(names[each][each]): each for each in _SPOKEN if each in names[each]}
    return found | own | {code: code for code in real}


def _languages(language: str) -> dict[str, str]:
    return {str(code): str(name) for code, name in Locale.parse(language).languages.items()}
