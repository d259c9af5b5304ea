"""The drawing of a wheel: two to sixteen slices, each label as large as it may be."""

from __future__ import annotations

import pytest

from hubapp.cards.wheel import drawing

COUNTS = range(2, 17)


@pytest.mark.parametrize("count", COUNTS)
def test_no_two_neighbours_have_the_same_paint(count):
    tones = [drawing.tone(at, count) for at in range(count)]
    assert all(tones[at] != tones[(at + 1) % count] for at in range(count)), tones


@pytest.mark.parametrize("count", COUNTS)
@pytest.mark.parametrize(
    "label", ["10% off", "Free coffee", "A beach towel", "Sunglasses", "무료 커피"]
)
def test_usual_prizes_can_be_read_whole_on_every_wheel(label, count):
    found = drawing.lettered(label, count)
    assert (found.whole, " ".join(found.lines)) == (True, label)


def test_fewer_slices_have_larger_letters():
    sizes = [drawing.lettered("Free coffee", count).size for count in COUNTS]
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[0] > sizes[-1]


@pytest.mark.parametrize("label", ["x" * 40, "One very long sentence about a rare prize"])
def test_what_does_not_fit_says_so(label):
    found = drawing.lettered(label, 16)
    assert not found.whole
    assert found.lines[0].endswith("…")
    assert label.startswith(found.lines[0][:-1])


def test_a_label_of_nothing_is_nothing():
    assert drawing.lettered("", 4).lines == ()


@pytest.mark.parametrize("count", COUNTS)
def test_there_is_a_peg_at_each_edge_and_enough_of_them_to_be_seen(count):
    pegs = drawing.pegs(count)
    assert len(pegs) >= 12
    assert {round(at * 360 / count, 2) for at in range(count)} <= set(pegs)


@pytest.mark.parametrize("count", [1, *COUNTS])
def test_the_wheel_may_stop_in_more_than_one_place(count):
    assert 0 < drawing.reach(count) <= 180 / count - drawing.MARGIN


def test_slices_run_clockwise_from_the_pointer():
    assert [drawing.angle(at, 4) for at in range(4)] == [45, 135, 225, 315]
    assert drawing.path(0, 4) == "M0 0L100.00 0.00A100 100 0 0 1 0.00 100.00Z"
    assert " 0 1 1 " in drawing.path(0, 1)
