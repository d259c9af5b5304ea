"""What a survey holds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Self

from hubapp.core.content import Item, items, line, lines, number, switch
from hubapp.core.mixing import MixedContent
from hubapp.core.words import Words

ASKS: Mapping[str, Words] = {
    "single": Words("One choice"),
    "multiple": Words("Several choices"),
    "ranking": Words("Order of choices"),
    "scale": Words("Scale between two ends"),
    "rating": Words("Rating in stars"),
    "text": Words("A few words"),
}
"""How a question may be asked -> what people call that."""


class Choice(Item):
    """One of the answers to choose from."""

    text: str = line(200)


class Question(Item):
    """A question. asks: how it is answered, see ``asking.py``. choices: of those with choices;
    most, from_zero, low, high: of those with steps, what the last one counts and what both ends
    mean."""

    names: ClassVar[Mapping[str, Words]] = {
        "asks": Words("how it is answered"),
        "optional": Words("optional"),
        "most": Words("number of steps"),
        "from_zero": Words("counted from 0"),
        "low": Words("words of the lowest step"),
        "high": Words("words of the highest step"),
    }
    values: ClassVar[Mapping[str, Mapping[str, Words]]] = {"asks": ASKS}
    text: str = line(300)
    asks: str = line(20, "single")
    optional: bool = switch()
    choices: tuple[Choice, ...] = items(50)
    most: int | float = number(2, 10, 5)
    from_zero: bool = switch()
    low: str = line(60)
    high: str = line(60)

    @classmethod
    def blank(cls) -> Self:
        return cls(choices=(Choice(), Choice()))


class SurveyContent(MixedContent):
    """Questions in their order, and what is said to whoever answered them."""

    questions: tuple[Question, ...] = items(50)
    thanks_title: str = line(120, secret=True)
    thanks_text: str = lines(1000, secret=True)
