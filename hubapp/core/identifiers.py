"""Short ids for documents and their parts (cards, questions, choices)."""

from __future__ import annotations

import re
import secrets
import time
import unicodedata
import uuid

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


def slug_of(text: str, fallback: str = "hub", longest: int = 60) -> str:
    """``text`` as an address part: ``Summer kick-off!`` -> ``summer-kick-off``."""
    known = unicodedata.normalize("NFKD", text.translate(_LETTERS))
    plain = known.encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:longest].strip("-")
    return slug or fallback


def key_of(text: str, fallback: str = "field", longest: int = 40) -> str:
    """``text`` as a key of a field or an output: ``First name`` -> ``first_name``."""
    return slug_of(text, fallback, longest).replace("-", "_")


def name_of(*parts: str, longest: int = 40) -> str:
    """Titles and questions as a name that a marketer reads in a list elsewhere: ``Summer quiz``,
    ``Score`` -> ``summer_quiz_score``. Of any script; whole words, as many as fit."""
    plain = unicodedata.normalize("NFKD", " ".join(parts))
    kept = "".join(each for each in plain if not unicodedata.combining(each))
    words = re.findall(r"[^\W_]+", unicodedata.normalize("NFC", kept).lower())
    name = ""
    for word in words:
        longer = f"{name}_{word}" if name else word[:longest]
        if len(longer) > longest:
            break
        name = longer
    return name
