"""What a swiper holds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Self

from hubapp.core.content import Content, Item, items, line, picture, switch
from hubapp.core.endings import MOST_ENDINGS, Ending, Points
from hubapp.core.words import Words


class Swipe(Item):
    """Something to like or not, and what a yes gives to the outcomes."""

    text: str = line(120)
    image: str = picture()
    alt: str = line(200)
    points: tuple[Points, ...] = items(MOST_ENDINGS, secret=True)

    @classmethod
    def blank(cls) -> Self:
        return cls(points=(Points(),))


class SwiperContent(Content):
    """A question that is asked of each thing, and outcomes. show_mix: the visitor sees how near
    each outcome was."""

    names: ClassVar[Mapping[str, Words]] = {
        "yes": Words("words of the yes"),
        "no": Words("words of the no"),
        "swipes": Words("thing to swipe"),
    }
    question: str = line(200)
    yes: str = line(30)
    no: str = line(30)
    outcomes: tuple[Ending, ...] = items(MOST_ENDINGS, secret=True)
    show_mix: bool = switch(True)
    swipes: tuple[Swipe, ...] = items(40)
