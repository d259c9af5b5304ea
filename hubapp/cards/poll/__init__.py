"""Poll: one question; after voting the visitor sees how everybody voted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from hubapp.cards.poll.content import Choice, PollContent
from hubapp.core.errors import Problem
from hubapp.core.mixing import mixed
from hubapp.core.votes import shares
from hubapp.core.voting import VotingCard
from hubapp.core.words import Words


class Poll(VotingCard[PollContent]):
    """See the module."""

    kind: ClassVar[str] = "poll"
    label: ClassVar[Words] = Words("Poll")
    icon: ClassVar[str] = "chart-bar"
    picture: ClassVar[str] = "picture.webp"
    purpose: ClassVar[Words] = Words("One question, everybody's votes. Good for a quick opinion.")
    art: ClassVar[str] = "bubbles"
    call_to_action: ClassVar[Words] = Words("Cast your vote")
    default_title: ClassVar[str] = "What do you prefer?"
    voted: ClassVar[str] = "answer"
    refusal: ClassVar[Words] = Words("Choose one of the answers, then vote.")
    Content: ClassVar[type[PollContent]] = PollContent

    def default_content(self) -> PollContent:
        places = ("The beach", "The mountains", "The city")
        return PollContent(
            question="Where would you rather be?",
            choices=tuple(Choice(text=place) for place in places),
        )

    def dealt(self, content: PollContent, seed: str) -> PollContent:
        if not content.mixed:
            return content
        return content.model_copy(update={"choices": mixed(content.choices, seed)})

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

    def offered(self, content: PollContent) -> Sequence[Choice]:
        return content.choices

    def called(self, content: PollContent) -> Words:
        return Words("Answer to “%(question)s”", question=content.question)

    def shares(
        self, choices: Sequence[Mapping[str, Any]], tally: Mapping[str, int]
    ) -> tuple[list[int], int]:
        """See ``core/votes.shares``."""
        return shares(choices, tally)
