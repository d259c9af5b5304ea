"""Wheel: chance decides on the server, by weight."""

from __future__ import annotations

import random
from collections import Counter

import pytest

from hubapp.cards.wheel import Wheel, drawing
from hubapp.cards.wheel.content import Slice, WheelContent
from hubapp.core.card_type import Outcome

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


@pytest.mark.parametrize("count", [2, 3, 4, 5, 8, 16])
def test_the_wheel_stops_somewhere_in_the_slice_that_was_drawn_and_never_near_its_edge(count):
    stops = set()
    for seed in range(200):
        screen = WHEEL.outcome(wheel(*[1] * count), [], random.Random(seed)).screen  # noqa: S311
        under = -screen["rest"] % 360 / (360 / count)
        assert screen["label"] == f"S{int(under)}"
        assert (
            drawing.MARGIN - 0.01 <= under % 1 * 360 / count <= 360 / count - drawing.MARGIN + 0.01
        )
        assert (screen["stop"] - screen["rest"]) % 360 == 0
        stops.add(round(under % 1, 2))
    assert len(stops) > 20, "always at the same place"


def test_a_wheel_of_zeros_gives_nothing():
    assert WHEEL.outcome(wheel(0, 0), [], random.Random(1)).values == {  # noqa: S311
        "prize": "",
        "won": False,
        "code": "",
    }


def test_what_a_browser_draws_tells_neither_odds_nor_prizes():
    public = WHEEL.public_content(wheel(3, 1))
    (first, _) = public["slices"]
    drawn = {"path", "angle", "lettering", "ink", "tone"}
    assert set(first) == {"id", "label", "colour"} | drawn
    assert set(public) == {"slices", "own_colours", "pegs"}


def test_a_code_goes_to_whoever_wins_its_slice():
    content = WheelContent(slices=(Slice(label="10% off", title="Yes", code="SUMMER10"),))
    outcome = WHEEL.outcome(content, [], random.Random(1))  # noqa: S311
    assert outcome.screen["code"] == outcome.values["code"] == "SUMMER10"


def test_a_play_that_ended_before_there_were_codes_has_none():
    outcome = Outcome({"prize": "10% off", "won": True})
    values = WHEEL.output_values(wheel(1, 1), ["spun"], outcome)
    assert values == {"prize": "10% off", "won": True, "code": ""}
    assert WHEEL.output_values(wheel(1, 1), [], None) == {}


@pytest.mark.parametrize(
    ("slices", "kept"),
    [
        ([{"colour": "#5b5f97"}, {"colour": "#FF5A36"}, {}], False),
        ([{"colour": "#5b5f97"}, {"colour": "#0000ff"}], True),
        ([], False),
    ],
)
def test_whoever_chose_colours_before_keeps_them(slices, kept):
    assert WHEEL.read({"slices": slices}, 1).own_colours is kept


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
