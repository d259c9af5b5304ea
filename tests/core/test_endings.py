"""Endings: the most points win, and of two with as many the one that stands first."""

from __future__ import annotations

import pytest

from hubapp.core.endings import (
    Ending,
    Points,
    best_for,
    ending_problems,
    leading,
    mix_of,
    points_of,
    shares_of,
)

SEA, HILL = Ending(id="sea", title="Sea"), Ending(id="hill", title="Hill")


def points(*given: tuple[str, float]) -> list[Points]:
    return [Points(outcome=outcome, points=number) for outcome, number in given]


def test_points_are_added_up_and_those_of_a_removed_ending_are_lost():
    given = points(("sea", 2), ("hill", 1), ("sea", 0.5), ("gone", 9), ("", 1))
    assert points_of([SEA, HILL], given) == {"sea": 2.5, "hill": 1}


@pytest.mark.parametrize(
    ("given", "ending"),
    [
        ([("sea", 1), ("hill", 2)], HILL),
        ([("hill", 1), ("sea", 1)], SEA),
        ([("gone", 9), ("hill", 1)], HILL),
        ([], SEA),
    ],
)
def test_the_most_points_win_and_then_the_first_in_the_list(given, ending):
    assert leading([SEA, HILL], points(*given)) == ending


def test_without_endings_there_is_a_blank_one():
    assert leading([], points(("sea", 1))).title == ""


@pytest.mark.parametrize(
    ("counts", "shares"),
    [((1, 1, 1), [34, 33, 33]), ((2, 0), [100, 0]), ((0, 0), [0, 0]), ((0.5, 1), [33, 67])],
)
def test_shares_add_up_to_a_hundred(counts, shares):
    assert list(shares_of({str(at): count for at, count in enumerate(counts)}).values()) == shares


def test_how_near_each_was_is_told_only_where_there_are_points():
    mix = mix_of([SEA, HILL], {"sea": 3, "hill": 1})
    assert [(each["title"], each["share"]) for each in mix] == [("Sea", 75), ("Hill", 25)]
    assert mix_of([SEA, HILL], {"sea": 0, "hill": 0}) == []


def test_the_best_answer_for_an_ending_is_the_one_that_brings_it_ahead():
    answers = [points(("sea", 5), ("hill", 6)), points(("sea", 2)), points(("hill", 1))]
    assert best_for(SEA, answers) == 1
    assert best_for(HILL, answers) == 0


def places(*endings: Ending, given: list[Points]) -> list[str]:
    return [each.where for each in ending_problems(endings, given)]


def test_what_is_missing_is_named_at_its_control():
    both = points(("sea", 1), ("hill", 1))
    assert places(SEA, HILL, given=both) == []
    assert places(SEA, given=both) == ["outcomes"]
    assert places(SEA, HILL, given=points(("sea", 1), ("hill", 0))) == ["outcomes.hill"]
    bare = Ending(id="hill", image="f" * 24)
    assert places(SEA, bare, given=both) == ["outcomes.hill.title", "outcomes.hill.alt"]
