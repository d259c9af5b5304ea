"""Wheel: chance decides on the server, by weight."""

from __future__ import annotations

import random
from collections import Counter

import pytest

from hubapp.cards.wheel import Wheel
from hubapp.cards.wheel.content import Slice, WheelContent

WHEEL = Wheel()


def wheel(*weights: float) -> WheelContent:
    return WheelContent(
        slices=tuple(
            Slice(id=f"s{at}", label=f"S{at}", title=f"T{at}", weight=weight, win=at == 0)
            for at, weight in enumerate(weights)
        )
    )


def test_a_slice_comes_up_as_often_as_its_weight_says():
    chance, content = random.Random(7), wheel(3, 1, 0)  # noqa: S311
    found = Counter(WHEEL.outcome(content, [], chance).values["prize"] for _ in range(4000))
    assert 2800 < found["S0"] < 3200
    assert found["S2"] == 0


def test_the_wheel_stops_at_the_slice_that_was_drawn():
    screen = WHEEL.outcome(wheel(0, 1), [], random.Random(1)).screen  # noqa: S311
    assert (screen["label"], screen["win"], screen["rest"]) == ("S1", False, -270.0)


def test_a_wheel_of_zeros_gives_nothing():
    assert WHEEL.outcome(wheel(0, 0), [], random.Random(1)).values == {  # noqa: S311
        "prize": "",
        "won": False,
    }


def test_what_a_browser_draws_tells_neither_odds_nor_prizes():
    (first, _) = WHEEL.public_content(wheel(3, 1))["slices"]
    assert set(first) == {"id", "label", "colour", "ink", "path", "angle"}


@pytest.mark.parametrize(("colour", "ink"), [("#ffffff", "#000"), ("#0d3b2e", "#fff")])
def test_labels_can_be_read_on_their_slice(colour, ink):
    content = WheelContent(slices=(Slice(colour=colour),))
    assert WHEEL.public_content(content)["slices"][0]["ink"] == ink


@pytest.mark.parametrize("count", [1, 17])
def test_two_to_sixteen_slices_make_a_wheel(count):
    found = WHEEL.problems(wheel(*[1] * count), publishing=True)
    assert [problem.where for problem in found] == ["slices"]


def test_what_is_missing_is_named():
    content = WheelContent(slices=(Slice(id="a", weight=0), Slice(id="b", weight=0)))
    places = [problem.where for problem in WHEEL.problems(content, publishing=True)]
    assert places == [
        "slices.a.weight",
        "slices.a.label",
        "slices.a.title",
        "slices.b.label",
        "slices.b.title",
    ]
    assert WHEEL.problems(content, publishing=False) == []
