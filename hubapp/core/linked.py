"""Text with links in it, as ``[our terms](https://example.org/terms)`` or as a bare address. It is
text until it is shown, so nothing in it can be an element."""

from __future__ import annotations

import re
from typing import NamedTuple

from hubapp.core.reading import is_web_address

_NAMED = r"\[(?P<words>[^\[\]]+)\]\((?P<to>[^\s()]*(?:\([^\s()]*\)[^\s()]*)*)\)"
_BARE = r"https?://[^\s<>\"]+"
_LINK = re.compile(f"{_NAMED}|(?P<bare>{_BARE})")
_AFTER = ".,;:!?)'\""
"""What ends a sentence and not an address."""


class Piece(NamedTuple):
    """to: where it leads; empty for text."""

    words: str
    to: str = ""


def pieces_of(text: str) -> list[Piece]:
    """Text and links in their order. What leads nowhere that a browser may go is text."""
    found, at = [], 0
    for match in _LINK.finditer(text):
        address = match["to"] if match["bare"] is None else match["bare"].rstrip(_AFTER)
        if not is_web_address(address):
            continue
        end = match.end() if match["bare"] is None else match.start() + len(address)
        found += [Piece(text[at : match.start()])] if match.start() > at else []
        found.append(Piece(match["words"] or address, address))
        at = end
    return [*found, Piece(text[at:])] if at < len(text) else found


def spelled_out(text: str) -> str:
    """The text as it is kept where nobody can press a link: each address behind its words."""
    return "".join(
        f"{each.words} ({each.to})" if each.to not in ("", each.words) else each.words
        for each in pieces_of(text)
    )


def dead_links(text: str) -> list[str]:
    """The words of links whose address is none."""
    named = (match for match in _LINK.finditer(text) if match["bare"] is None)
    return [match["words"] for match in named if not is_web_address(match["to"])]
