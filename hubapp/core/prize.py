"""What chance may give, of which there may be only so much."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, TypeVar

from hubapp.core.content import Item, line, lines, number, reference, switch
from hubapp.core.errors import Problem
from hubapp.core.words import Words

SAMPLE_CODE = "A1B2-C3D4"
"""What a code of a list may look like."""


class Prize(Item):
    """What may be found. weight: one with 2 comes up twice as often as one with 1; code: shown to
    whoever finds it, the same for all; unique: each gets another one in its place, of a list that
    stands in no document; limit: how many there are to give, 0: no end; instead: the id of what is
    given once there are none."""

    own_words: ClassVar[tuple[str, ...]] = ("code",)
    promises: ClassVar[tuple[str, ...]] = ("label",)
    label: str = line(60)
    weight: int | float = number(0, 1_000_000, 1, secret=True)
    win: bool = switch(secret=True)
    title: str = line(120, secret=True)
    text: str = lines(1000, secret=True)
    code: str = line(60, secret=True)
    unique: bool = switch(secret=True)
    limit: int | float = number(0, 10_000_000, 0, secret=True)
    instead: str = reference(secret=True)

    @property
    def runs_out(self) -> bool:
        """There is only so much of it."""
        return self.unique or self.limit >= 1

    @property
    def shared_code(self) -> str:
        """The code that everybody gets who finds it."""
        return "" if self.unique else self.code

    @property
    def sample_code(self) -> str:
        """What its code may look like; empty when it has none."""
        return SAMPLE_CODE if self.unique else self.code


P = TypeVar("P", bound=Prize)


def prize_called(prizes: Sequence[P], id_: str) -> P | None:
    """The one with this id."""
    return next((each for each in prizes if each.id == id_), None)


def odds_of(prizes: Sequence[Prize]) -> list[float]:
    """Of each prize, in per cent with one decimal; for the marketer."""
    weights = weights_of(prizes)
    total = sum(weights)
    return [round(100 * each / total, 1) if total else 0.0 for each in weights]


def weights_of(prizes: Sequence[Prize]) -> list[float]:
    """As chance is asked."""
    return [max(0.0, float(each.weight)) for each in prizes]


def stock_problems(prizes: Sequence[Prize], path: str) -> list[Problem]:
    """What runs out needs something that does not, to be given then. path: of their list."""
    problems = []
    for number_, each in enumerate(prizes, 1):
        where = f"{path}.{each.id}.instead"
        if not each.runs_out:
            continue
        name, other = each.label or str(number_), prize_called(prizes, each.instead)
        if other is None:
            sentence = Words(
                "“%(result)s” can run out. Say which result comes up once there are none left.",
                result=name,
            )
            problems.append(Problem(where, sentence))
        elif other.runs_out:
            sentence = Words(
                "“%(other)s” can run out as well, so it cannot stand in for “%(result)s”. "
                "Choose a result without an end.",
                result=name,
                other=other.label or other.title,
            )
            problems.append(Problem(where, sentence))
    return problems
