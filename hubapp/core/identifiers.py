"""Short ids for documents and their parts (cards, questions, choices)."""

from __future__ import annotations

import re
import secrets
import time
import unicodedata
import uuid
from functools import lru_cache

_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"


def new_id(length: int = 6) -> str:
    """A random id of ``length`` characters that nobody misreads (no 0/o, 1/l/i)."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(length))


def public_id() -> str:
    """A new UUID of version 7: it begins with the time, so that an index grows at its end."""
    milliseconds = time.time_ns() // 1_000_000
    number = milliseconds << 80 | secrets.randbits(80)
    number = number & ~(0xF << 76) | 0x7 << 76
    number = number & ~(0x3 << 62) | 0x2 << 62
    return str(uuid.UUID(int=number))


_LETTERS = str.maketrans(
    {"ß": "ss", "ẞ": "ss", "æ": "ae", "Æ": "ae", "œ": "oe", "Œ": "oe", "ø": "o", "Ø": "o"}
    | {"ł": "l", "Ł": "l", "đ": "d", "Đ": "d", "ð": "d", "Ð": "d", "þ": "th", "Þ": "th", "ı": "i"}
)
"""Letters that are no other letter with a mark, so taking marks away would drop them."""


_ASCII_WORDS = re.compile("[a-z0-9]+")


def _plain(text: str) -> str:
    """``text`` in small letters, without the marks on Latin ones (``é`` -> ``e``). Those of other
    scripts are part of their letters (``が``, ``й``, ``हि``) and stay."""
    if text.isascii():
        return text.lower()
    whole = unicodedata.normalize("NFKC", text.translate(_LETTERS))
    return "".join(_bare(each) for each in whole).lower()


# A few alphabets, whatever is typed; a hub's sources are named anew with each screen that has them.
@lru_cache(maxsize=1024)
def _bare(letter: str) -> str:
    parts = unicodedata.normalize("NFKD", letter)
    bare = "".join(each for each in parts if not unicodedata.combining(each))
    return bare if bare and bare.isascii() else letter


def _words_in(text: str) -> list[str]:
    """Its runs of letters and digits of any script, see ``_plain``; never an empty one."""
    plain = _plain(text)
    if plain.isascii():
        return _ASCII_WORDS.findall(plain)
    found = [""]
    for each in plain:
        category = unicodedata.category(each)[0]
        if category in "LN":
            found[-1] += each
        elif category != "M":
            found.append("")
        elif not found[-1][-1:].isascii():
            found[-1] += each
    return [each for each in found if each]


def slug_of(text: str, fallback: str = "hub", longest: int = 60) -> str:
    """``text`` as an address part: ``Summer kick-off!`` -> ``summer-kick-off``, ``여름 퀴즈`` ->
    ``여름-퀴즈``."""
    return "-".join(_words_in(text))[:longest].strip("-") or fallback


def key_of(text: str, fallback: str = "field", longest: int = 40) -> str:
    """``text`` as a key of a field or an output, which programs read: ``First name`` ->
    ``first_name``. Of ASCII alone."""
    words = (re.sub(r"[^a-z0-9]+", "", each) for each in _words_in(text))
    return "_".join(each for each in words if each)[:longest].strip("_") or fallback


def name_of(*parts: str, longest: int = 40) -> str:
    """Titles and questions as a name that a marketer reads in a list elsewhere: ``Summer quiz``,
    ``Score`` -> ``summer_quiz_score``. Of any script; whole words, as many as fit."""
    name = ""
    for word in _words_in(" ".join(parts)):
        longer = f"{name}_{word}" if name else word[:longest]
        if len(longer) > longest:
            break
        name = longer
    return name
