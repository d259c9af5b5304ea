"""Vote: pictures to choose from, and a ranking that goes on while others vote."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from hubapp.cards.vote.content import Candidate, VoteContent
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
from hubapp.core.votes import ranked
from hubapp.core.words import Words


class Vote(CardType[VoteContent]):
    """See the module."""

    kind: ClassVar[str] = "vote"
    label: ClassVar[Words] = Words("Vote")
    icon: ClassVar[str] = "photo"
    purpose: ClassVar[Words] = Words(
        "Pictures and a ranking that moves. Good for goals, outfits and contests."
    )
    art: ClassVar[str] = "tiles"
    call_to_action: ClassVar[Words] = Words("Vote for your favourite")
    default_title: ClassVar[str] = "Vote for your favourite"
    entry_rule: ClassVar[str] = PER_VISITOR
    scripts: ClassVar[tuple[str, ...]] = ("play.js",)
    styles: ClassVar[tuple[str, ...]] = ("play.css",)
    Content: ClassVar[type[VoteContent]] = VoteContent

    def default_content(self) -> VoteContent:
        return VoteContent(
            question="Which one is the best?",
            candidates=tuple(Candidate(text=each) for each in ("The red", "The green", "The blue")),
        )

    def problems(self, content: VoteContent, publishing: bool) -> list[Problem]:
        if not publishing:
            return []
        problems = []
        if not content.question:
            sentence = Words("The vote asks nothing. Type a question.")
            problems.append(Problem("question", sentence))
        if len(content.candidates) < 2:
            sentence = Words("A vote needs at least two to choose from. Add one.")
            problems.append(Problem("candidates", sentence))
        for number, each in enumerate(content.candidates, 1):
            if not each.text:
                sentence = Words("Number %(number)s has no name. Give it one.", number=number)
                problems.append(Problem(f"candidates.{each.id}.text", sentence))
            if each.image and not (each.alt or each.decorative):
                sentence = Words(
                    "The picture of number %(number)s has no description. Say what it shows.",
                    number=number,
                )
                problems.append(Problem(f"candidates.{each.id}.alt", sentence))
        return problems

    def duration(self, content: VoteContent) -> Words:
        return Words("%(seconds)s s", seconds=15)

    def steps(self, content: VoteContent) -> int:
        return 1

    def check_answer(
        self, content: VoteContent, step: int, raw: Sequence[str]
    ) -> Accepted | NotAccepted:
        if raw and raw[0] in {each.id for each in content.candidates}:
            return Accepted(raw[0])
        return NotAccepted(Words("Choose one, then vote."))

    def outcome(self, content: VoteContent, answers: Sequence[Answer], chance: Chance) -> Outcome:
        chosen = answers[0] if answers else ""
        found = (each.text for each in content.candidates if each.id == chosen)
        return Outcome({"vote": next(found, "")}, {"chosen": chosen})

    def outputs(self, content: VoteContent) -> list[Output]:
        sample = next((each.text for each in content.candidates), "")
        label = Words("Vote at “%(question)s”", question=content.question)
        return [Output("vote", label, "text", sample)]

    def tally_keys(self, content: VoteContent, answers: Sequence[Answer]) -> list[str]:
        return [str(answers[0])] if answers else []

    def ranking(
        self, candidates: Sequence[Mapping[str, Any]], tally: Mapping[str, int]
    ) -> list[dict[str, Any]]:
        """See ``core/votes.ranked``."""
        return ranked(candidates, tally)

    def example_plays(self, content: VoteContent) -> list[list[list[str]]]:
        return [[[each.id]] for each in content.candidates]
