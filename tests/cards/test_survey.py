"""Survey: each question in its own way, and every answer is a source."""

from __future__ import annotations

import random

import pytest

from hubapp.cards.survey import Survey
from hubapp.cards.survey.content import Choice, Question, SurveyContent
from hubapp.core.card_type import Accepted, NotAccepted

SURVEY = Survey()


@pytest.fixture
def content() -> SurveyContent:
    choices = (Choice(id="a", text="A"), Choice(id="b", text="B"))
    questions = (
        Question(id="one", text="One?", choices=choices),
        Question(id="some", text="Some?", asks="multiple", choices=choices),
        Question(id="stars", text="Stars?", asks="rating", optional=True),
        Question(id="words", text="Words?", asks="text"),
    )
    return SurveyContent(questions=questions, thanks_title="Done", thanks_text="Bye")


def test_each_question_is_read_in_its_own_way(content):
    assert SURVEY.check_answer(content, 0, ["b"]) == Accepted("b")
    assert SURVEY.check_answer(content, 1, ["b", "a"]) == Accepted(["a", "b"])
    assert SURVEY.check_answer(content, 2, []) == Accepted(None)
    assert isinstance(SURVEY.check_answer(content, 3, [""]), NotAccepted)


def test_every_answer_is_a_source_of_its_type(content):
    assert [(each.key, each.value_type, each.sample) for each in SURVEY.outputs(content)] == [
        ("q_one", "text", "A"),
        ("q_some", "list", ["A", "B"]),
        ("q_stars", "number", 5),
        ("q_words", "text", "7"),
    ]
    values = SURVEY.output_values(content, ["b", ["a"], 4], None)
    assert values == {"q_one": "B", "q_some": ["A"], "q_stars": 4}


def test_what_was_left_open_is_no_value(content):
    assert SURVEY.output_values(content, ["b", ["a"], None, "Hi"], None) == {
        "q_one": "B",
        "q_some": ["A"],
        "q_words": "Hi",
    }


def test_thanks_come_after_it_alone(content):
    assert set(SURVEY.public_content(content)) == {"questions"}
    screen = SURVEY.outcome(content, [], random.Random(1)).screen  # noqa: S311
    assert screen == {"title": "Done", "text": "Bye"}


def test_what_is_missing_is_named(content):
    assert SURVEY.problems(content, publishing=True) == []
    bare = SurveyContent(questions=(Question(id="q", asks="text"),))
    assert [each.where for each in SURVEY.problems(bare, True)] == [
        "questions.q.text",
        "thanks_title",
    ]
    empty = SURVEY.problems(SurveyContent(), publishing=True)
    assert [each.where for each in empty] == ["questions", "thanks_title"]
    assert SURVEY.problems(SurveyContent(), publishing=False) == []


def test_a_long_survey_takes_longer(content):
    many = content.model_copy(update={"questions": content.questions * 3})
    assert (str(SURVEY.duration(content)), str(SURVEY.duration(many))) == ("1 min", "3 min")


def test_of_an_order_what_came_first_can_be_counted():
    choices = tuple(Choice(id=each, text=each.upper()) for each in ("a", "b"))
    content = SurveyContent(
        questions=(Question(id="o", text="?", asks="ranking", choices=choices),)
    )
    whole, first = SURVEY.outputs(content)
    assert (whole.key, whole.value_type, whole.sample) == ("q_o", "list", ["A", "B"])
    assert (whole.choices, whole.counted) == (first.choices, False)
    assert (first.key, first.value_type, first.sample) == ("q_o_first", "text", "A")
    assert first.choices == [("a", "A"), ("b", "B")]
    values = SURVEY.output_values(content, [["b", "a"]], None)
    assert values == {"q_o": ["B", "A"], "q_o_first": "B"}
    assert first.chosen(values["q_o_first"]) == ["b"]
