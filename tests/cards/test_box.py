"""Pick a box: one of those that are there, and it changes nothing about what is in it."""

from __future__ import annotations

import random

import pytest

from hubapp.cards.box import Box
from hubapp.core.card_type import Accepted, NotAccepted

BOX = Box()
CONTENT = BOX.default_content().model_copy(update={"boxes": 4})


def test_a_box_that_is_there_is_an_answer():
    assert BOX.check_answer(CONTENT, 0, ["4"]) == Accepted(4)
    assert BOX.check_answer(CONTENT, 0, ["reveal"]) == Accepted(0)


@pytest.mark.parametrize("raw", [[], [""], ["0"], ["5"], ["04"], ["²"]])
def test_any_other_is_not(raw):
    assert isinstance(BOX.check_answer(CONTENT, 0, raw), NotAccepted)


def test_whichever_is_picked_the_same_draw_gives_the_same():
    drawn = [BOX.outcome(CONTENT, [each], random.Random(5)) for each in range(5)]  # noqa: S311
    assert len({each.values["prize"] for each in drawn}) == 1
    assert [each.screen["picked"] for each in drawn] == [0, 1, 2, 3, 4]


def test_each_box_is_among_the_example_plays():
    assert BOX.example_plays(CONTENT) == [[["1"]], [["2"]], [["3"]], [["4"]], [["reveal"]]]
