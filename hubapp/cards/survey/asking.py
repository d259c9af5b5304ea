"""How a question of a survey is answered: what may be posted, and what a mapping gets of it."""

from __future__ import annotations

import re
import unicodedata
from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Any, ClassVar

from hubapp.cards.survey.content import ASKS, Question
from hubapp.core.card_type import Accepted, NotAccepted
from hubapp.core.errors import Problem
from hubapp.core.words import Words

LONGEST = 1000
"""Characters of an answer in words."""
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u2060\ufeff]")


class Asking(ABC):
    """One way to ask. Its part of the page is ``cards/survey/<template>.html``."""

    name: ClassVar[str]
    """Stored with the question, never renamed."""
    label: ClassVar[Words]
    template: ClassVar[str]
    value_type: ClassVar[str]
    ranks: ClassVar[bool] = False
    """Its value is the choices in an order, of which the first is an output of its own."""

    @abstractmethod
    def read(self, question: Question, raw: Sequence[str]) -> Accepted | NotAccepted:
        """What was posted; None is accepted where nothing was said, see ``Question.optional``."""

    @abstractmethod
    def value(self, question: Question, answer: Any) -> Any:
        """Of an accepted answer, for a mapping."""

    @abstractmethod
    def example(self, question: Question) -> list[str]:
        """What somebody may post."""

    def problems(self, question: Question, number: int) -> list[Problem]:
        """What keeps it from being published, beside its text."""
        return []

    def choices(self, question: Question) -> list[tuple[str, Any]]:
        """Key and value of every answer that there can be; empty for words of one's own."""
        named = [(each.id, each.text) for each in question.choices]
        numbers = [(str(each), each) for each in self.shown_steps(question)]
        return numbers or named

    def shown_steps(self, question: Question) -> list[int]:
        """The numbers to choose from."""
        return []


def _of(question: Question, number: int) -> list[Problem]:
    """Of the choices."""
    where, problems = f"questions.{question.id}", []
    if len(question.choices) < 2:
        sentence = Words("Question %(number)s needs at least two choices. Add one.", number=number)
        problems.append(Problem(f"{where}.choices", sentence))
    for place, choice in enumerate(question.choices, 1):
        if not choice.text:
            sentence = Words(
                "Choice %(place)s of question %(number)s is empty. Fill it in or remove it.",
                place=place,
                number=number,
            )
            problems.append(Problem(f"{where}.choices.{choice.id}.text", sentence))
    return problems


class Single(Asking):
    """One of the choices."""

    name: ClassVar[str] = "single"
    label: ClassVar[Words] = ASKS["single"]
    template: ClassVar[str] = "choices"
    value_type: ClassVar[str] = "text"

    def read(self, question: Question, raw: Sequence[str]) -> Accepted | NotAccepted:
        if not any(raw) and question.optional:
            return Accepted(None)
        if raw and raw[0] in {each.id for each in question.choices}:
            return Accepted(raw[0])
        return NotAccepted(Words("Choose one of the answers."))

    def value(self, question: Question, answer: Any) -> Any:
        return next((each.text for each in question.choices if each.id == answer), "")

    def example(self, question: Question) -> list[str]:
        return [question.choices[0].id] if question.choices else []

    def problems(self, question: Question, number: int) -> list[Problem]:
        return _of(question, number)


class Multiple(Asking):
    """Any of the choices."""

    name: ClassVar[str] = "multiple"
    label: ClassVar[Words] = ASKS["multiple"]
    template: ClassVar[str] = "choices"
    value_type: ClassVar[str] = "list"

    def read(self, question: Question, raw: Sequence[str]) -> Accepted | NotAccepted:
        found = [each.id for each in question.choices if each.id in raw]
        if found:
            return Accepted(found)
        if not any(raw) and question.optional:
            return Accepted(None)
        return NotAccepted(Words("Choose one answer or more."))

    def value(self, question: Question, answer: Any) -> Any:
        return [each.text for each in question.choices if each.id in answer]

    def example(self, question: Question) -> list[str]:
        return [each.id for each in question.choices[:2]]

    def problems(self, question: Question, number: int) -> list[Problem]:
        return _of(question, number)


class Ranking(Multiple):
    """All of the choices, the best first. Posted is ``<place>.<choice>`` for each."""

    name: ClassVar[str] = "ranking"
    label: ClassVar[Words] = ASKS["ranking"]
    template: ClassVar[str] = "ranking"
    ranks: ClassVar[bool] = True

    def read(self, question: Question, raw: Sequence[str]) -> Accepted | NotAccepted:
        if not any(raw) and question.optional:
            return Accepted(None)
        known = {each.id: at for at, each in enumerate(question.choices, 1)}
        given = dict(each.split(".", 1) for each in raw if "." in each)
        in_order = [given.get(str(place), "") for place in known.values()]
        if set(in_order) != set(known):
            return NotAccepted(Words("Give each of them a place of its own."))
        return Accepted(in_order)

    def value(self, question: Question, answer: Any) -> Any:
        texts = {each.id: each.text for each in question.choices}
        return [texts[each] for each in answer if each in texts]

    def example(self, question: Question) -> list[str]:
        return [f"{place}.{each.id}" for place, each in enumerate(question.choices, 1)]


class Scale(Asking):
    """A number between two ends that have a name."""

    name: ClassVar[str] = "scale"
    label: ClassVar[Words] = ASKS["scale"]
    template: ClassVar[str] = "steps"
    value_type: ClassVar[str] = "number"
    refusal: ClassVar[Words] = Words("Choose one of the numbers.")

    def read(self, question: Question, raw: Sequence[str]) -> Accepted | NotAccepted:
        if not any(raw) and question.optional:
            return Accepted(None)
        steps = {str(each): each for each in self.shown_steps(question)}
        if raw and raw[0] in steps:
            return Accepted(steps[raw[0]])
        return NotAccepted(self.refusal)

    def value(self, question: Question, answer: Any) -> Any:
        return answer

    def example(self, question: Question) -> list[str]:
        return [str(self.shown_steps(question)[-1])]

    def problems(self, question: Question, number: int) -> list[Problem]:
        """Steps without names at their ends are read both ways by visitors."""
        return [
            Problem(
                f"questions.{question.id}.{end}",
                Words(
                    "Say what both ends of the scale of question %(number)s mean.", number=number
                ),
            )
            for end in ("low", "high")
            if not getattr(question, end)
        ]

    def shown_steps(self, question: Question) -> list[int]:
        return list(range(0 if question.from_zero else 1, int(question.most) + 1))


class Rating(Scale):
    """Stars."""

    name: ClassVar[str] = "rating"
    label: ClassVar[Words] = ASKS["rating"]
    template: ClassVar[str] = "stars"
    refusal: ClassVar[Words] = Words("Say how many stars.")

    def problems(self, question: Question, number: int) -> list[Problem]:
        return []

    def shown_steps(self, question: Question) -> list[int]:
        return list(range(1, int(question.most) + 1))


class InWords(Asking):
    """A few words of the visitor's own."""

    name: ClassVar[str] = "text"
    label: ClassVar[Words] = ASKS["text"]
    template: ClassVar[str] = "words"
    value_type: ClassVar[str] = "text"

    def read(self, question: Question, raw: Sequence[str]) -> Accepted | NotAccepted:
        typed = raw[0].replace("\r\n", "\n") if raw else ""
        text = unicodedata.normalize("NFC", _UNSEEN.sub("", typed)).strip()
        if not text:
            if question.optional:
                return Accepted(None)
            return NotAccepted(Words("Write a few words."))
        if len(text) > LONGEST:
            return NotAccepted(
                Words(
                    "Shorten this to %(most)s characters; it has %(length)s.",
                    most=LONGEST,
                    length=len(text),
                )
            )
        return Accepted(text)

    def value(self, question: Question, answer: Any) -> Any:
        return answer

    def choices(self, question: Question) -> list[tuple[str, Any]]:
        return []

    def example(self, question: Question) -> list[str]:
        return ["7"]


WAYS: dict[str, Asking] = {
    each.name: each for each in (Single(), Multiple(), Ranking(), Rating(), Scale(), InWords())
}


def way_of(question: Question) -> Asking:
    """How it is asked; by one choice when this release does not know the way."""
    return WAYS.get(question.asks, WAYS[Single.name])
