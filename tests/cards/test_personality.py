"""Personality test: whom the points make of a visitor, and what keeps it from being published."""

from __future__ import annotations

import random

import pytest

from hubapp.cards.personality import Personality
from hubapp.cards.personality.content import Choice, PersonalityContent, Question
from hubapp.core.card_type import Accepted, NotAccepted
from hubapp.core.controls import with_new_ids
from hubapp.core.endings import Ending, Points

TEST = Personality()


def choice(id_: str, *outcomes: str) -> Choice:
    given = tuple(Points(id=f"p{each}", outcome=each, points=2) for each in outcomes)
    return Choice(id=id_, text=id_.title(), points=given)


def question(name: str) -> Question:
    choices = (choice(f"{name}0", "sea"), choice(f"{name}1", "hill"), choice(f"{name}2"))
    return Question(id=name, text=f"{name}?", choices=choices)


@pytest.fixture
def content() -> PersonalityContent:
    endings = (Ending(id="sea", title="Sea", text="Salt"), Ending(id="hill", title="Hill"))
    return PersonalityContent(outcomes=endings, questions=(question("a"), question("b")))


def outcome(content: PersonalityContent, *answers: str):
    return TEST.outcome(content, answers, random.Random(1))  # noqa: S311


def test_an_answer_is_one_of_the_question(content):
    assert TEST.check_answer(content, 0, ["a1"]) == Accepted("a1")
    for raw in ([], ["b1"]):
        assert isinstance(TEST.check_answer(content, 0, raw), NotAccepted)


@pytest.mark.parametrize(
    ("answers", "title", "sea", "hill"),
    [
        (("a0", "b0"), "Sea", 4, 0),
        (("a1", "b1"), "Hill", 0, 4),
        (("a2", "b1"), "Hill", 0, 2),
        (("a1", "b0"), "Sea", 2, 2),
        (("a2", "b2"), "Sea", 0, 0),
    ],
)
def test_the_most_points_decide_and_a_tie_goes_to_the_first(content, answers, title, sea, hill):
    decided = outcome(content, *answers)
    assert decided.values == {"outcome": title, "points_sea": sea, "points_hill": hill}
    assert decided.screen["title"] == title


def test_how_near_each_was_is_shown_if_the_marketer_wants_it(content):
    mix = outcome(content, "a0", "b1").screen["mix"]
    assert [(each["title"], each["share"]) for each in mix] == [("Sea", 50), ("Hill", 50)]
    assert outcome(content, "a2", "b2").screen["mix"] == []
    hidden = content.model_copy(update={"show_mix": False})
    assert outcome(hidden, "a0", "b1").screen["mix"] == []


def test_each_answer_is_an_output_as_soon_as_it_is_given(content):
    assert TEST.output_values(content, ["a1"], None) == {"q_a": "A1"}
    keys = {each.key for each in TEST.outputs(content)}
    assert keys == {"outcome", "points_sea", "points_hill", "q_a", "q_b"}


def test_example_plays_reach_every_outcome(content):
    plays = TEST.example_plays(content)
    found = [outcome(content, *(raw[0] for raw in play)).values["outcome"] for play in plays]
    assert found == ["Sea", "Hill"]
    assert TEST.example_plays(content.model_copy(update={"questions": (Question(),)})) == []


def test_neither_outcomes_nor_points_are_seen_before_the_end(content):
    public = TEST.public_content(content)
    assert set(public) == {"questions", "show_mix"}
    assert set(public["questions"][0]["choices"][0]) == {"id", "text"}


def test_a_copy_gives_its_points_to_its_own_outcomes(content):
    copy = with_new_ids(content)
    plays = TEST.example_plays(copy)
    found = [outcome(copy, *(raw[0] for raw in play)).values["outcome"] for play in plays]
    assert found == ["Sea", "Hill"]


def test_a_long_test_takes_longer(content):
    many = content.model_copy(update={"questions": tuple(question(each) for each in "abcdefgh")})
    assert (str(TEST.duration(content)), str(TEST.duration(many))) == ("1 min", "2 min")


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"text": ""}, "questions.a.text"),
        ({"choices": (choice("a0", "sea", "hill"),)}, "questions.a.choices"),
        (
            {"choices": (choice("a0", "sea", "hill"), Choice(id="a1"))},
            "questions.a.choices.a1.text",
        ),
        ({"image": "x"}, "questions.a.alt"),
        ({"choices": (choice("a0", "sea"), choice("a1"))}, "outcomes.hill"),
    ],
)
def test_what_is_missing_is_named_at_its_control(content, change, where):
    broken = content.questions[0].model_copy(update=change)
    found = TEST.problems(content.model_copy(update={"questions": (broken,)}), publishing=True)
    assert [each.where for each in found] == [where]


def test_what_is_missing_as_a_whole_is_named():
    found = TEST.problems(PersonalityContent(), publishing=True)
    assert [each.where for each in found] == ["outcomes", "questions"]
    assert TEST.problems(PersonalityContent(), publishing=False) == []
