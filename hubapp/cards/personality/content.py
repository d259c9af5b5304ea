"""What a personality test holds."""

from __future__ import annotations

from typing import Self

from hubapp.core.content import Item, items, line, picture, switch
from hubapp.core.endings import MOST_ENDINGS, Ending, Points
from hubapp.core.mixing import MixedContent


class Choice(Item):
    """One of the answers to choose from, and what it gives to the outcomes."""

    text: str = line(200)
    points: tuple[Points, ...] = items(MOST_ENDINGS, secret=True)

    @classmethod
    def blank(cls) -> Self:
        return cls(points=(Points(),))


class Question(Item):
    """A question without a right answer."""

    text: str = line(300)
    image: str = picture()
    alt: str = line(200)
    decorative: bool = switch()
    choices: tuple[Choice, ...] = items(12)

    @classmethod
    def blank(cls) -> Self:
        return cls(choices=(Choice.blank(), Choice.blank()))


class PersonalityContent(MixedContent):
    """Outcomes, and questions whose answers give points to them. show_mix: the visitor sees how
    near each outcome was."""

    outcomes: tuple[Ending, ...] = items(MOST_ENDINGS, secret=True)
    show_mix: bool = switch(True)
    questions: tuple[Question, ...] = items(30)
