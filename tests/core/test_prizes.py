"""Prizes: chance draws by weight, and nothing else of the card has a say in it."""

from __future__ import annotations

import random
from collections import Counter

from hubapp.cards.scratch import Scratch
from hubapp.cards.scratch.content import ScratchContent
from hubapp.core.prize import Prize

CARD = Scratch()


def card(*weights: float) -> ScratchContent:
    prizes = (
        Prize(
            id=f"p{at}", label=f"P{at}", title=f"T{at}", weight=weight, win=at == 0, code=f"C{at}"
        )
        for at, weight in enumerate(weights)
    )
    return ScratchContent(prizes=tuple(prizes))


def test_a_prize_comes_up_as_often_as_its_weight_says():
    chance, content = random.Random(7), card(3, 1, 0)  # noqa: S311
    found = Counter(CARD.outcome(content, [], chance).values["prize"] for _ in range(4000))
    assert 2800 < found["P0"] < 3200
    assert found["P2"] == 0


def test_what_was_drawn_is_what_is_shown_and_told():
    drawn = CARD.outcome(card(0, 1), [], random.Random(1))  # noqa: S311
    assert drawn.values == {"prize": "P1", "won": False, "code": "C1"}
    assert drawn.screen == {"label": "P1", "win": False, "title": "T1", "text": "", "code": "C1"}


def test_where_nothing_can_come_up_nothing_is_won():
    for content in (card(0, 0), card()):
        drawn = CARD.outcome(content, [], random.Random(1))  # noqa: S311
        assert (drawn.values, drawn.screen) == ({"prize": "", "won": False, "code": ""}, {})


def test_the_marketer_sees_the_odds():
    assert CARD.odds(card(2, 1)) == [66.7, 33.3]
    assert CARD.odds(card(0)) == [0.0]


def test_nothing_of_the_prizes_is_seen_before():
    assert "prizes" not in CARD.public_content(card(1))


def test_what_is_missing_is_named():
    content = ScratchContent(prizes=(Prize(id="a", weight=0),))
    places = [each.where for each in CARD.problems(content, publishing=True)]
    assert places == ["prizes.a.weight", "prizes.a.label", "prizes.a.title"]
    assert [each.where for each in CARD.problems(card(), publishing=True)] == ["prizes"]
    assert CARD.problems(content, publishing=False) == []
