"""Poll: one question; after voting the visitor sees how everybody voted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from hubapp.cards.poll.content import Choice, PollContent
from hubapp.core.card_type import (
    Accepted,
    Answer,
    CardType,
    Chance,
    NotAccepted,
    Outcome,
    Output,
)
from hubapp.core.entry_rule import PER_VISITOR
from hubapp.core.errors import Problem
from hubapp.core.votes import shares
from hubapp.core.words import Words


class Poll(CardType[PollContent]):
    """See the module."""

    kind: ClassVar[str] = "poll"
    label: ClassVar[Words] = Words("Poll")
    icon: ClassVar[str] = "chart-bar"
    purpose: ClassVar[Words] = Words("One question, everybody's votes. Good for a quick opinion.")
    art: ClassVar[str] = "bubbles"
    call_to_action: ClassVar[Words] = Words("Cast your vote")
    default_title: ClassVar[str] = "What do you prefer?"
    entry_rule: ClassVar[str] = PER_VISITOR
    Content: ClassVar[type[PollContent]] = PollContent

    def default_content(self) -> PollContent:
        places = ("The beach", "The mountains", "The city")
        return PollContent(
            question="Where would you rather be?",
            choices=tuple(Choice(text=place) for place in places),
        )

    def problems(self, content: PollContent, publishing: bool) -> list[Problem]:
        if not publishing:
            return []
        problems = []
        if not content.question:
            sentence = Words("The poll asks nothing. Type a question.")
            problems.append(Problem("question", sentence))
        if len(content.choices) < 2:
            sentence = Words("A poll needs at least two choices. Add one.")
            problems.append(Problem("choices", sentence))
        for number, choice in enumerate(content.choices, 1):
            if not choice.text:
                sentence = Words(
                    "Choice %(number)s is empty. Fill it in or remove it.", number=number
                )
                problems.append(Problem(f"choices.{choice.id}.text", sentence))
        return problems

    def duration(self, content: PollContent) -> Words:
        return Words("%(seconds)s s", seconds=10)

    def steps(self, content: PollContent) -> int:
        return 1

    def check_answer(
        self, content: PollContent, step: int, raw: Sequence[str]
    ) -> Accepted | NotAccepted:
        if raw and raw[0] in {choice.id for choice in content.choices}:
            return Accepted(raw[0])
        return NotAccepted(Words("Choose one of the answers, then vote."))

    def outcome(self, content: PollContent, answers: Sequence[Answer], chance: Chance) -> Outcome:
        chosen = answers[0] if answers else ""
        found = (choice.text for choice in content.choices if choice.id == chosen)
        return Outcome({"answer": next(found, "")}, {"chosen": chosen})

    def outputs(self, content: PollContent) -> list[Output]:
        sample = next((choice.text for choice in content.choices), "")
        label = Words("Answer to “%(question)s”", question=content.question)
        choices = [(choice.id, choice.text) for choice in content.choices]
        return [Output("answer", label, "text", sample, name="answer", choices=choices)]

    def tally_keys(self, content: PollContent, answers: Sequence[Answer]) -> list[str]:
        return [str(answers[0])] if answers else []

    def shares(
        self, choices: Sequence[Mapping[str, Any]], tally: Mapping[str, int]
    ) -> tuple[list[int], int]:
        """See ``core/votes.shares``."""
        return shares(choices, tally)

    def example_plays(self, content: PollContent) -> list[list[list[str]]]:
        return [[[choice.id]] for choice in content.choices]
