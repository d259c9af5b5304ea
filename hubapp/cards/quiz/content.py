"""What a quiz holds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Self

from hubapp.core.content import (
    Item,
    items,
    line,
    lines,
    number,
    picture,
    reference,
    switch,
)
from hubapp.core.mixing import MixedContent
from hubapp.core.words import Words


class Choice(Item):
    """One of the answers to choose from."""

    text: str = line(200)


class Question(Item):
    """A question with one right choice. explanation: told after the answer."""

    names: ClassVar[Mapping[str, Words]] = {
        "correct": Words("right answer"),
        "explanation": Words("explanation"),
    }
    text: str = line(300)
    image: str = picture()
    alt: str = line(200)
    decorative: bool = switch()
    choices: tuple[Choice, ...] = items()
    correct: str = reference(secret=True)
    explanation: str = lines(500, secret=True)

    @classmethod
    def blank(cls) -> Self:
        return cls(choices=(Choice(), Choice()))


class Result(Item):
    """A result screen, shown from this score on until the next one begins."""

    names: ClassVar[Mapping[str, Words]] = {
        "from_score": Words("from this score on"),
    }
    from_score: int | float = number(0, 200)
    title: str = line(120)
    text: str = lines(1000)


class QuizContent(MixedContent):
    """Questions in their order, and result screens by score."""

    names: ClassVar[Mapping[str, Words]] = {
        "results": Words("result screen"),
    }
    questions: tuple[Question, ...] = items()
    results: tuple[Result, ...] = items(secret=True)
