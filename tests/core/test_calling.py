"""Undo names the control that it takes back."""

from __future__ import annotations

import pytest

from hubapp.cards import CARD_TYPES
from hubapp.core.calling import called_in
from hubapp.core.card_form import CardForm, FormField
from hubapp.core.words import Words

QUIZ = CARD_TYPES["quiz"].default_content()
SECOND = QUIZ.questions[1]
# Ids are new in every process, and tests that run in several have the same names in all.
NUMBERED = [f"control {number}" for number in range(6)]


@pytest.mark.parametrize(
    ("where", "words", "typed"),
    [
        (f"questions.{SECOND.id}.text", "question 2", True),
        (f"questions.{SECOND.id}.explanation", "question 2, explanation", True),
        (f"questions.{SECOND.id}.correct", "question 2, right answer", False),
        (f"questions.{SECOND.id}.image", "question 2, picture", False),
        (
            f"questions.{SECOND.id}.choices.{SECOND.choices[0].id}.text",
            "question 2, choice 1",
            True,
        ),
        (f"results.{QUIZ.results[0].id}.title", "result screen 1, title", True),
    ],
    ids=NUMBERED,
)
def test_a_control_is_called_by_the_items_that_it_stands_in(where, words, typed):
    found = called_in(QUIZ, where)
    assert (str(found.words), found.typed) == (words, typed)


@pytest.mark.parametrize(
    "where",
    ["", "nothing", "questions", "questions.nobody.text", f"questions.{SECOND.id}"],
    ids=NUMBERED[:5],
)
def test_what_is_no_control_has_no_name(where):
    found = called_in(QUIZ, where)
    assert found is None or where == "questions"


def test_settings_of_a_field_have_the_names_of_their_kind():
    form = CardForm(fields=(FormField(id="a", kind="consent", options={"wording": "Yes"}),))
    found = called_in(form, "fields.a.options.wording", {"wording": Words("wording")})
    assert str(found.words) == "field 1, wording"
