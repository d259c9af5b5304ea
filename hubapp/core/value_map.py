"""What a value is sent as: in another word for each choice, or a text in other letters."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import quote, unquote

from hubapp.core.words import Words

Choices = tuple[tuple[str, str], ...]
"""What is told of each choice, which stays when it is reworded, and how it reads now."""
YES, NO = "yes", "no"
LONGEST = 255
"""Characters that a value may be sent as: more than that Braze cuts (CONTRACT 5)."""
AS_IT_IS, SMALL, CAPITAL, FIRST = "", "small", "capital", "first"
LETTERS: tuple[tuple[str, Words], ...] = (
    (AS_IT_IS, Words("As it is")),
    (SMALL, Words("Small letters")),
    (CAPITAL, Words("Capital letters")),
    (FIRST, Words("First letter of each word capital")),
)
_BEGINS_WORD = re.compile(r"(?<![\w'’])\w")
_WRITTEN = {
    SMALL: str.lower,
    CAPITAL: str.upper,
    FIRST: lambda text: _BEGINS_WORD.sub(lambda found: found[0].title(), text),
}


def as_sent(value: Any, sent_as: Mapping[str, str], letters: str) -> Any:
    """A value, or each of a list. sent_as: told value, or ``YES`` and ``NO``, -> text; one that it
    does not name is written in these letters if it is a text, and else stays what it is."""
    if isinstance(value, list):
        return [as_sent(each, sent_as, letters) for each in value]
    if isinstance(value, bool):
        return sent_as.get(YES if value else NO, value)
    if not isinstance(value, str):
        return value
    written = _WRITTEN.get(letters)
    return sent_as[value] if value in sent_as else written(value) if written else value


def joined(first: Choices, *others: Iterable[tuple[str, str]]) -> Choices:
    """All choices, each told value once; of the same one, the words that come first."""
    found = dict(first)
    for told, words in (each for other in others for each in other):
        found.setdefault(told, words)
    return tuple(found.items())


def control_of(told: str) -> str:
    """The last part of the name of its control, which a full stop would end."""
    return quote(told, safe="", errors="surrogatepass").replace(".", "%2E")


def told_by(control: str) -> str:
    """The told value of such a name."""
    return unquote(control, errors="surrogatepass")
