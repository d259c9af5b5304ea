"""Chance as visitors meet it: 100,000 times, by the source that production has."""

from __future__ import annotations

import math
import random
from collections import Counter

from hubapp.core.prize import Prize, odds_of, prize_called, stock_problems
from tests.core.test_prizes import CARD, card

SPINS = 100_000
WEIGHTS = (50, 25, 15, 9, 1)


def likelihood(squares: float) -> float:
    """How likely chance is to be off by so much or more (chi-square, four degrees of freedom)."""
    return math.exp(-squares / 2) * (1 + squares / 2)


def test_what_comes_up_is_what_the_odds_say():
    content, chance = card(*WEIGHTS), random.SystemRandom()
    found = Counter(CARD.outcome(content, [], chance).prize for _ in range(SPINS))
    expected = {f"p{at}": SPINS * odds / 100 for at, odds in enumerate(odds_of(content.prizes))}
    squares = sum((found[id_] - count) ** 2 / count for id_, count in expected.items())
    assert likelihood(squares) > 1e-6, found


def test_unfair_odds_would_be_seen():
    assert likelihood(SPINS * 0.01**2 / 0.01) < 1e-6


def test_what_runs_out_needs_something_that_does_not():
    prizes = (
        Prize(id="a", label="A", unique=True),
        Prize(id="b", label="B", limit=5, instead="a"),
        Prize(id="c", label="C", limit=5, instead="d"),
        Prize(id="d", label="D"),
    )
    places = [each.where for each in stock_problems(prizes, "prizes")]
    assert places == ["prizes.a.instead", "prizes.b.instead"]
    assert [each.runs_out for each in prizes] == [True, True, True, False]


def test_a_code_of_a_list_is_in_place_of_the_one_for_all():
    prize = Prize(id="a", code="SAME", unique=True)
    assert (prize.shared_code, bool(prize.sample_code)) == ("", True)
    assert (Prize(code="SAME").shared_code, Prize(code="SAME").sample_code) == ("SAME", "SAME")


def test_a_prize_that_is_not_there_is_none():
    assert prize_called([Prize(id="a")], "b") is None
