"""Ways to ask: what each takes, what it refuses, and what a mapping gets."""

from __future__ import annotations

import pytest

from hubapp.cards.survey.asking import LONGEST, WAYS, way_of
from hubapp.cards.survey.content import Choice, Question
from hubapp.core.card_type import Accepted, NotAccepted

CHOICES = tuple(Choice(id=each, text=each.upper()) for each in ("a", "b", "c"))


def question(asks: str, **more) -> Question:
    return Question(id="q", asks=asks, choices=CHOICES, **more)


def read(asked: Question, *raw: str):
    return way_of(asked).read(asked, raw)


@pytest.mark.parametrize(
    ("asks", "raw", "answer", "value"),
    [
        ("single", ["b"], "b", "B"),
        ("multiple", ["c", "a"], ["a", "c"], ["A", "C"]),
        ("multiple", ["c", "gone"], ["c"], ["C"]),
        ("ranking", ["2.a", "1.c", "3.b"], ["c", "a", "b"], ["C", "A", "B"]),
        ("rating", ["5"], 5, 5),
        ("scale", ["1"], 1, 1),
        ("text", ["  Más\r\npan\u200b\x00 "], "Más\npan", "Más\npan"),
        ("of a later release", ["b"], "b", "B"),
    ],
)
def test_what_fits_is_taken_and_told(asks, raw, answer, value):
    asked = question(asks)
    assert read(asked, *raw) == Accepted(answer)
    assert way_of(asked).value(asked, answer) == value


@pytest.mark.parametrize(
    ("asks", "raw"),
    [
        ("single", ["x"]),
        ("multiple", ["x"]),
        ("ranking", ["1.a", "2.b"]),
        ("ranking", ["1.a", "1.b", "2.c"]),
        ("ranking", ["1.a", "2.b", "3.x"]),
        ("ranking", ["1.a", "2.a", "3.a"]),
        ("ranking", ["a", "b", "c"]),
        ("ranking", ["", "", ""]),
        ("rating", ["0"]),
        ("rating", ["6"]),
        ("scale", ["0"]),
        ("scale", ["1.5"]),
        ("text", ["\u200b \x00"]),
        ("text", ["x" * (LONGEST + 1)]),
    ],
)
def test_what_does_not_fit_is_refused(asks, raw):
    assert isinstance(read(question(asks), *raw), NotAccepted)


def test_an_answer_that_is_too_long_is_told_how_long_it_is():
    told = read(question("text"), "x" * (LONGEST + 1))
    assert str(told.sentence) == "Shorten this to 1000 characters; it has 1001."
    assert read(question("text"), "x" * LONGEST) == Accepted("x" * LONGEST)


@pytest.mark.parametrize("asks", WAYS)
@pytest.mark.parametrize("raw", [[], [""]])
def test_only_an_optional_question_may_be_left_open(asks, raw):
    assert isinstance(read(question(asks), *raw), NotAccepted)
    assert read(question(asks, optional=True), *raw) == Accepted(None)


@pytest.mark.parametrize("asks", ["single", "multiple", "rating", "scale"])
def test_what_no_choice_is_stays_refused_where_an_answer_is_optional(asks):
    assert isinstance(read(question(asks, optional=True), "x"), NotAccepted)


def test_a_scale_may_begin_at_nothing():
    zero = question("scale", from_zero=True, most=10)
    assert way_of(zero).shown_steps(zero) == list(range(11))
    assert read(zero, "0") == Accepted(0)
    stars = question("rating", from_zero=True, most=3)
    assert way_of(stars).shown_steps(stars) == [1, 2, 3]


@pytest.mark.parametrize("asks", WAYS)
def test_its_example_is_taken(asks):
    asked = question(asks)
    assert isinstance(read(asked, *way_of(asked).example(asked)), Accepted)


@pytest.mark.parametrize(
    ("asks", "places"),
    [
        ("single", ["questions.q.choices", "questions.q.choices.a.text"]),
        ("multiple", ["questions.q.choices", "questions.q.choices.a.text"]),
        ("rating", []),
        ("scale", ["questions.q.low", "questions.q.high"]),
        ("text", []),
    ],
)
def test_what_is_missing_is_named_where_it_is_needed(asks, places):
    bare = Question(id="q", asks=asks, choices=(Choice(id="a"),))
    assert [each.where for each in way_of(bare).problems(bare, 1)] == places


def test_an_order_may_be_left_open_and_forgets_what_was_removed():
    asked = question("ranking", optional=True)
    assert read(asked, "", "", "") == Accepted(None)
    assert way_of(asked).value(asked, ["c", "gone", "a"]) == ["C", "A"]
