"""What a poll holds."""

from __future__ import annotations

from hubapp.core.content import Item, items, line, picture
from hubapp.core.mixing import MixedContent


class Choice(Item):
    """One of the answers to vote for."""

    text: str = line(200)
    image: str = picture()
    alt: str = line(200)


class PollContent(MixedContent):
    """One question and its choices; nothing of it is secret."""

    question: str = line(300)
    choices: tuple[Choice, ...] = items()
