"""Cards that give one of several prizes. Chance draws it on the server by weight, and it is stored
before any page shows it; what the visitor then does only uncovers it."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from typing import Any, Generic, TypeVar

from hubapp.core.card_type import Answer, CardType, Chance, Outcome, Output
from hubapp.core.content import Content, items
from hubapp.core.errors import Problem
from hubapp.core.prize import Prize, odds_of, stock_problems, weights_of
from hubapp.core.words import Words


class PrizeContent(Content):
    """What may be found; nothing of it is seen before it is."""

    prizes: tuple[Prize, ...] = items(50, secret=True)


C = TypeVar("C", bound=Content)
P = TypeVar("P", bound=PrizeContent)


class ChanceCard(CardType[C], Generic[C]):
    """What all cards with prizes have in common, whatever they are on."""

    @abstractmethod
    def prizes(self, content: C) -> Sequence[Prize]:
        """What may be found."""

    def steps(self, content: C) -> int:
        return 1

    def outcome(self, content: C, answers: Sequence[Answer], chance: Chance) -> Outcome:
        prizes = self.prizes(content)
        weights = weights_of(prizes)
        drawn = chance.choices(prizes, weights)[0] if any(weights) else None
        return self.outcome_with(content, answers, drawn, chance)

    def outcome_with(
        self, content: C, answers: Sequence[Answer], prize: Prize | None, chance: Chance
    ) -> Outcome:
        if prize is None:
            return Outcome({"prize": "", "won": False, "code": ""})
        code = prize.shared_code
        values = {"prize": prize.label, "won": prize.win, "code": code}
        shown = {"label": prize.label, "win": prize.win, "title": prize.title, "text": prize.text}
        return Outcome(values, {**shown, "code": code}, prize.id)

    def outputs(self, content: C) -> list[Output]:
        prizes = self.prizes(content)
        sample = next((each.label for each in prizes), "")
        choices = [(each.id, each.label) for each in prizes]
        code = next((each.sample_code for each in prizes if each.sample_code), "")
        return [
            Output("prize", Words("Prize"), "text", sample, choices=choices),
            Output("won", Words("Won"), "boolean", True),
            Output("code", Words("Code"), "text", code),
        ]

    def output_values(
        self, content: C, answers: Sequence[Answer], outcome: Outcome | None
    ) -> dict[str, Any]:
        """A play that ended before prizes had codes has none."""
        return {"code": "", **outcome.values} if outcome else {}

    def odds(self, content: C) -> list[float]:
        """Of each prize, in per cent with one decimal; for the marketer."""
        return odds_of(self.prizes(content))


class PrizeCard(ChanceCard[P], Generic[P]):
    """Cards under whose cover one of the prizes lies; each has its own cover."""

    def prizes(self, content: P) -> Sequence[Prize]:
        return content.prizes

    def problems(self, content: P, publishing: bool) -> list[Problem]:
        if not publishing:
            return []
        prizes, problems = content.prizes, []
        if not prizes:
            problems.append(Problem("prizes", Words("There is nothing to find. Add a result.")))
        if prizes and not any(each.weight > 0 for each in prizes):
            sentence = Words(
                "Nothing can come up: every weight is 0. Give one result a weight above 0."
            )
            problems.append(Problem(f"prizes.{prizes[0].id}.weight", sentence))
        for number_, each in enumerate(prizes, 1):
            if not each.label:
                sentence = Words("Result %(number)s has no name.", number=number_)
                problems.append(Problem(f"prizes.{each.id}.label", sentence))
            if not each.title:
                sentence = Words(
                    "Result %(number)s has no title. Say what the visitor gets.", number=number_
                )
                problems.append(Problem(f"prizes.{each.id}.title", sentence))
        return problems + stock_problems(prizes, "prizes")

    def duration(self, content: P) -> Words:
        return Words("%(seconds)s s", seconds=20)
