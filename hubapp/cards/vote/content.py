"""What a vote holds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from hubapp.core.content import Item, items, line, picture, switch
from hubapp.core.mixing import MixedContent
from hubapp.core.words import Words


class Candidate(Item):
    """Something, or somebody, to vote for. about: a line below the name."""

    names: ClassVar[Mapping[str, Words]] = {
        "about": Words("line below the name"),
    }
    text: str = line(120)
    about: str = line(200)
    image: str = picture()
    alt: str = line(200)
    decorative: bool = switch()


class VoteContent(MixedContent):
    """A question and who may be voted for; nothing of it is secret."""

    names: ClassVar[Mapping[str, Words]] = {
        "candidates": Words("candidate"),
    }
    question: str = line(300)
    candidates: tuple[Candidate, ...] = items(60)
