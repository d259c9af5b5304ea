"""Cards under whose cover one of several prizes lies. Chance draws it on the server by weight, and
it is stored before any page shows it; what the visitor then does only uncovers it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Generic, TypeVar

from hubapp.core.card_type import Answer, CardType, Chance, Outcome, Output
from hubapp.core.content import Content, Item, items, line, lines, number, switch
from hubapp.core.errors import Problem
from hubapp.core.words import Words


class Prize(Item):
    """What may be found. weight: one with 2 comes up twice as often as one with 1; code: shown to
    whoever finds it, the same for all."""

    label: str = line(60)
    weight: int | float = number(0, 1_000_000, 1)
    win: bool = switch()
    title: str = line(120)
    text: str = lines(1000)
    code: str = line(60)


class PrizeContent(Content):
    """What may be found; nothing of it is seen before it is."""

    prizes: tuple[Prize, ...] = items(50, secret=True)


P = TypeVar("P", bound=PrizeContent)


class PrizeCard(CardType[P], Generic[P]):
    """What all such cards have in common; each has its own cover."""

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
        return problems

    def duration(self, content: P) -> Words:
        return Words("%(seconds)s s", seconds=20)

    def steps(self, content: P) -> int:
        return 1

    def outcome(self, content: P, answers: Sequence[Answer], chance: Chance) -> Outcome:
        weights = _weights(content)
        if not any(weights):
            return Outcome({"prize": "", "won": False, "code": ""})
        found = chance.choices(content.prizes, weights)[0]
        values = {"prize": found.label, "won": found.win, "code": found.code}
        shown = found.model_dump(mode="json", include={"label", "win", "title", "text", "code"})
        return Outcome(values, shown)

    def outputs(self, content: P) -> list[Output]:
        found = next(iter(content.prizes), Prize())
        prizes = [(each.id, each.label) for each in content.prizes]
        return [
            Output("prize", Words("Prize"), "text", found.label, choices=prizes),
            Output("won", Words("Won"), "boolean", True),
            Output("code", Words("Code"), "text", found.code),
        ]

    def odds(self, content: P) -> list[float]:
        """Of each prize, in per cent with one decimal; for the marketer."""
        weights = _weights(content)
        total = sum(weights)
        return [round(100 * each / total, 1) if total else 0.0 for each in weights]


def _weights(content: PrizeContent) -> list[float]:
    return [max(0.0, float(each.weight)) for each in content.prizes]
