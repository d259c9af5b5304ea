"""Cards at which everybody has one vote for one of several, and sees what all of them came to."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from typing import ClassVar, Generic, Protocol, TypeVar

from hubapp.core.card_type import Accepted, Answer, CardType, Chance, NotAccepted, Outcome, Output
from hubapp.core.content import Content
from hubapp.core.entry_rule import PER_VISITOR
from hubapp.core.words import Words


class Choosable(Protocol):
    """What may be voted for. id: stays, and votes with it, when the text is another."""

    @property
    def id(self) -> str: ...
    @property
    def text(self) -> str: ...


C = TypeVar("C", bound=Content)


class VotingCard(CardType[C], Generic[C]):
    """What they have in common, whatever it is about."""

    entry_rule: ClassVar[str] = PER_VISITOR
    voted: ClassVar[str]
    """The key of the output that is the vote; of mappings, never renamed."""
    refusal: ClassVar[Words]
    """To who chose none of them."""

    @abstractmethod
    def offered(self, content: C) -> Sequence[Choosable]:
        """What may be voted for."""

    @abstractmethod
    def called(self, content: C) -> Words:
        """What the vote is called among the outputs."""

    def steps(self, content: C) -> int:
        return 1

    def check_answer(self, content: C, step: int, raw: Sequence[str]) -> Accepted | NotAccepted:
        if raw and raw[0] in {each.id for each in self.offered(content)}:
            return Accepted(raw[0])
        return NotAccepted(self.refusal)

    def outcome(self, content: C, answers: Sequence[Answer], chance: Chance) -> Outcome:
        chosen = answers[0] if answers else ""
        found = (each.text for each in self.offered(content) if each.id == chosen)
        return Outcome({self.voted: next(found, "")}, {"chosen": chosen})

    def outputs(self, content: C) -> list[Output]:
        choices = [(each.id, each.text) for each in self.offered(content)]
        sample = next((text for _, text in choices), "")
        label = self.called(content)
        return [Output(self.voted, label, "text", sample, name=self.voted, choices=choices)]

    def tally_keys(self, content: C, answers: Sequence[Answer]) -> list[str]:
        return [str(answers[0])] if answers else []

    def example_plays(self, content: C) -> list[list[list[str]]]:
        return [[[each.id]] for each in self.offered(content)]
