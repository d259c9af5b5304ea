"""What changed between two contents, in words."""

from __future__ import annotations

import pytest

from hubapp.cards.quiz.content import Choice, Question, QuizContent, Result
from hubapp.core.card_form import CardForm, FormField
from hubapp.core.differing import differences

ASKED = Question(id="q1", text="How many?", choices=(Choice(id="a", text="One"),), correct="a")
QUIZ = QuizContent(questions=(ASKED, Question(id="q2", text="Why?")), results=(Result(id="r"),))


def said(after: QuizContent, before: QuizContent = QUIZ) -> list[str]:
    return [str(each.sentence) for each in differences(before, after)]


def asked(**change: object) -> QuizContent:
    first = ASKED.model_copy(update=change)
    return QUIZ.model_copy(update={"questions": (first, *QUIZ.questions[1:])})


def listed(*questions: Question) -> QuizContent:
    return QUIZ.model_copy(update={"questions": questions})


THIRD = Question(id="q3", text="Where?")


@pytest.mark.parametrize(
    ("after", "sentence"),
    [
        (listed(*QUIZ.questions, THIRD), "question 3 (“Where?”) added"),
        (listed(ASKED), "question 2 (“Why?”) removed"),
        (listed(*reversed(QUIZ.questions)), "question: another order"),
        (asked(alt="A fox"), "question 1 (“How many?”), picture description: now “A fox”"),
        (asked(image="abc"), "question 1 (“How many?”), picture added"),
        (asked(correct=""), "question 1 (“How many?”), right answer changed"),
        (asked(explanation="a" * 90), "question 1 (“How many?”), explanation changed"),
        (asked(text=""), "question 1, text: no longer “How many?”"),
        (
            asked(choices=(Choice(id="a", text="Two"),)),
            "question 1 (“How many?”), choice 1 (“Two”), text: “Two” instead of “One”",
        ),
    ],
)
def test_each_kind_of_change_has_its_sentence(after, sentence):
    assert said(after) == [sentence]


def test_what_is_equal_differs_in_nothing():
    assert said(QUIZ) == []


def test_a_field_is_required_now_and_its_settings_have_names():
    field = FormField(id="f", label="Phone", options={"minimum_age": 18})
    changed = field.model_copy(update={"required": True, "options": {"minimum_age": 21}})
    forms = (CardForm(fields=(each,)) for each in (field, changed))
    assert [str(each.sentence) for each in differences(*forms)] == [
        "field 1 (“Phone”): now required",
        "field 1 (“Phone”), minimum_age: “21” instead of “18”",
    ]


def test_each_sentence_leads_to_the_control_of_the_newer_one():
    (found,) = differences(QUIZ, asked(alt="A fox"))
    assert found.where == "questions.q1.alt"
