"""Quiz: what is right, what it gives, and what keeps it from being published."""

from __future__ import annotations

import random

import pytest

from hubapp.cards.quiz import Quiz
from hubapp.cards.quiz.content import Choice, Question, QuizContent, Result
from hubapp.core.card_type import Accepted, NotAccepted

QUIZ = Quiz()


def question(name: str) -> Question:
    choices = (Choice(id=f"{name}0", text="Yes"), Choice(id=f"{name}1", text="No"))
    return Question(id=name, text=f"{name}?", choices=choices, correct=f"{name}0", explanation="Ah")


@pytest.fixture
def content() -> QuizContent:
    results = (Result(id="low", title="Low"), Result(id="high", from_score=2, title="High"))
    return QuizContent(questions=(question("a"), question("b")), results=results)


def outcome(content: QuizContent, *answers: str):
    return QUIZ.outcome(content, answers, random.Random(1))  # noqa: S311


def test_a_choice_of_the_question_is_an_answer(content):
    assert QUIZ.check_answer(content, 0, ["a1"]) == Accepted("a1")
    assert isinstance(QUIZ.check_answer(content, 0, ["b1"]), NotAccepted)


@pytest.mark.parametrize(("answer", "right"), [("a0", True), ("a1", False)])
def test_it_says_at_once_whether_that_was_right(content, answer, right):
    told = QUIZ.feedback(content, 0, answer)
    tiles = [
        {"text": "Yes", "chosen": right, "right": True},
        {"text": "No", "chosen": not right, "right": False},
    ]
    shown = {"asked": "a?", "image": "", "alt": "", "tiles": tiles}
    assert told == {"right": right, "answer": "Yes", "text": "Ah", **shown}


@pytest.mark.parametrize(
    ("answers", "score", "result"),
    [(("a1", "b1"), 0, "Low"), (("a0", "b1"), 1, "Low"), (("a0", "b0"), 2, "High")],
)
def test_the_score_picks_the_result(content, answers, score, result):
    values = outcome(content, *answers).values
    assert (values["score"], values["result"], values["percent"]) == (score, result, 50 * score)


def test_without_a_fitting_result_there_is_none(content):
    only_high = content.model_copy(update={"results": content.results[1:]})
    assert outcome(only_high, "a1", "b1").values["result"] == ""


def test_the_review_lists_what_was_chosen_and_what_was_right(content):
    first, _ = outcome(content, "a1", "b0").screen["review"]
    assert (first["chosen"], first["answer"], first["right"]) == ("No", "Yes", False)


def test_each_answer_is_an_output_as_soon_as_it_is_given(content):
    assert QUIZ.output_values(content, ["a1"], None) == {"q_a": "No"}
    assert {output.key for output in QUIZ.outputs(content)} >= {"q_a", "q_b", "score"}


def test_example_plays_reach_every_score(content):
    scores = [
        outcome(content, *(raw[0] for raw in play)).values["score"]
        for play in QUIZ.example_plays(content)
    ]
    assert scores == [0, 1, 2]


def test_a_long_quiz_takes_longer(content):
    many = content.model_copy(update={"questions": tuple(question(each) for each in "abcdefghi")})
    assert (str(QUIZ.duration(content)), str(QUIZ.duration(many))) == ("1 min", "3 min")


def places(content: QuizContent) -> set[str]:
    return {problem.where for problem in QUIZ.problems(content, publishing=True)}


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"text": ""}, "questions.a.text"),
        ({"choices": (Choice(id="a0", text="Yes"),)}, "questions.a.choices"),
        ({"correct": ""}, "questions.a.correct"),
        ({"image": "x"}, "questions.a.alt"),
        (
            {"choices": (Choice(id="a0", text="Yes"), Choice(id="a1"))},
            "questions.a.choices.a1.text",
        ),
    ],
)
def test_what_is_missing_in_a_question_is_named_at_its_control(content, change, where):
    broken = content.questions[0].model_copy(update=change)
    assert places(content.model_copy(update={"questions": (broken,)})) == {where}


def test_what_is_missing_as_a_whole_is_named(content):
    untitled = (Result(id="r", from_score=1),)
    assert places(QuizContent(results=untitled)) == {"questions", "results", "results.r.title"}
    assert QUIZ.problems(QuizContent(), publishing=False) == []
