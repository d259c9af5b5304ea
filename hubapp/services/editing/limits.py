"""How long a text of a marketer may be. What is longer is refused in words; nothing is cut."""

from __future__ import annotations

from collections.abc import Mapping

from hubapp.core.errors import Problem
from hubapp.core.words import Words

TITLE, ADDRESS, PICTURE = 120, 60, 32
"""Characters: of a hub's or a card's title, of its address, of the id of its picture."""


def too_long(texts: Mapping[str, str], limits: Mapping[str, int]) -> list[Problem]:
    """A problem for each text that is longer than its limit. Both by the name of the control."""
    return [
        Problem(
            where,
            Words(
                "Shorten this to %(most)s characters; it has %(length)s.",
                most=limits[where],
                length=len(text),
            ),
        )
        for where, text in texts.items()
        if len(text) > limits[where]
    ]
