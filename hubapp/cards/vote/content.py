"""What a vote holds."""

from __future__ import annotations

from hubapp.core.content import Content, Item, items, line, picture


class Candidate(Item):
    """Something, or somebody, to vote for. about: a line below the name."""

    text: str = line(120)
    about: str = line(200)
    image: str = picture()
    alt: str = line(200)


class VoteContent(Content):
    """A question and who may be voted for; nothing of it is secret."""

    question: str = line(300)
    candidates: tuple[Candidate, ...] = items(60)
