"""Countries of the world by their ISO 3166-1 alpha-2 codes, and languages by those of ISO 639-1."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from pathlib import Path

from babel import Locale

from hubapp.core.country_aliases import ALIASES

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


_QUOTES = re.compile("['\u2018\u2019\u02bb\u02bc`\u00b4.]")
_LETTERS = str.maketrans({"ø": "o", "đ": "d", "ł": "l", "ı": "i", "æ": "ae", "œ": "oe", "ð": "d"})
"""Letters that have no accent to take away, and that are typed without on other keyboards."""
_BETWEEN = re.compile(r"[\s\-\u2010-\u2015,()\[\]/_]+")
_WORDS = {"st": "saint", "the": ""}
_SPOKEN = tuple(
    "en de fr es pt it nl sv da nb fi pl cs hu ro el tr ru uk ar he hi ko ja zh".split()
)
"""Languages in which a language that somebody typed is looked up."""


def plain_name(name: str) -> str:
    """A name without what people write in many ways: case, accents, hyphens, joiners, ``&``,
    ``St.`` and ``the``."""
    name = "".join(each for each in name if unicodedata.category(each) != "Cf")
    bare = _QUOTES.sub("", _folded(name)).translate(_LETTERS).replace("&", " and ")
    words = [_WORDS.get(each, each) for each in _BETWEEN.sub(" ", bare).split()]
    # Composed again, as it was typed: of Hangul nothing but the parts would be left.
    return unicodedata.normalize("NFC", " ".join(filter(None, words)))


def country_code(text: str) -> str | None:
    """The code of a country that somebody named, by its code or by a name in one of many
    languages; None when there is no such country, or when the name could mean two."""
    # Two letters are a code only as they were typed: Vietnam's Áo is Austria, and AO is Angola.
    return _letters().get(text.strip().casefold()) or _names().get(plain_name(text))


def language_code(text: str) -> str | None:
    """The two letters (ISO 639-1) of a language that somebody named, by them, by a locale such as
    ``pt-BR``, in English or in another of many languages; None when there is none."""
    plain = _folded(text.strip())
    return _language_codes().get(plain) or _language_codes().get(re.split(r"[-_]", plain)[0])


def known_names(lines: str) -> dict[str, str]:
    """Plain name -> code, of lines such as ``AU|australia|australien``."""
    rows = (line.split("|") for line in lines.splitlines())
    return {name: code for code, *names in rows for name in names}


@lru_cache(maxsize=1)
def _letters() -> dict[str, str]:
    return {code.casefold(): code for code, _ in countries()}


@lru_cache(maxsize=1)
def _names() -> dict[str, str]:
    # The names in all languages are kept in a file: reading them from Babel takes a second and
    # some sixty megabytes.
    found = known_names(Path(__file__).with_name("country_names.txt").read_text("utf-8"))
    for code, names in ALIASES.items():
        found |= {plain_name(each): code for each in names.split("|")}
    return found


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
