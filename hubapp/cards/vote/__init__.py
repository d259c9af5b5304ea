"""Vote: pictures to choose from, and a ranking that goes on while others vote."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from hubapp.cards.vote.content import Candidate, VoteContent
from hubapp.core.errors import Problem
from hubapp.core.mixing import mixed
from hubapp.core.votes import ranked
from hubapp.core.voting import VotingCard
from hubapp.core.words import Words


class Vote(VotingCard[VoteContent]):
    """See the module."""

    kind: ClassVar[str] = "vote"
    label: ClassVar[Words] = Words("Vote")
    icon: ClassVar[str] = "photo"
    picture: ClassVar[str] = "picture.webp"
    purpose: ClassVar[Words] = Words(
        "Pictures and a ranking that moves. Good for goals, outfits and contests."
    )
    art: ClassVar[str] = "tiles"
    call_to_action: ClassVar[Words] = Words("Vote for your favourite")
    default_title: ClassVar[str] = "Vote for your favourite"
    voted: ClassVar[str] = "vote"
    refusal: ClassVar[Words] = Words("Choose one, then vote.")
    scripts: ClassVar[tuple[str, ...]] = ("play.js",)
    styles: ClassVar[tuple[str, ...]] = ("play.css",)
    Content: ClassVar[type[VoteContent]] = VoteContent

    def default_content(self) -> VoteContent:
        return VoteContent(
            question="Which one is the best?",
            candidates=tuple(Candidate(text=each) for each in ("The red", "The green", "The blue")),
        )

    def dealt(self, content: VoteContent, seed: str) -> VoteContent:
        if not content.mixed:
            return content
        return content.model_copy(update={"candidates": mixed(content.candidates, seed)})

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

    def offered(self, content: VoteContent) -> Sequence[Candidate]:
        return content.candidates

    def called(self, content: VoteContent) -> Words:
        return Words("Vote at “%(question)s”", question=content.question)

    def ranking(
        self, candidates: Sequence[Mapping[str, Any]], tally: Mapping[str, int]
    ) -> list[dict[str, Any]]:
        """See ``core/votes.ranked``."""
        return ranked(candidates, tally)
