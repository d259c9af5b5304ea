"""One of several choices."""

from __future__ import annotations

import pytest

from hubapp.core.field_kind import Clean, Unclean
from hubapp.fields.single_choice import SingleChoice, choices_of

CHOICE = SingleChoice()
COLOURS = {"choices": " Blue \n\nGreen\r\nBlue\nDark red\n"}


def test_the_choices_stand_one_a_line_each_once():
    assert choices_of(COLOURS) == ["Blue", "Green", "Dark red"]
    assert CHOICE.choices(COLOURS)[2] == ("Dark red", "Dark red")


def test_a_choice_pasted_from_a_sheet_can_be_chosen():
    pasted = {"choices": "Dark\tred\nBlue"}
    (offered, _), _ = CHOICE.choices(pasted)
    assert CHOICE.clean([offered], pasted, True, "Which?") == Clean("Dark red")


@pytest.mark.parametrize("value", ["Blue", "Dark red", " Green "])
def test_a_choice_is_kept(value):
    assert CHOICE.clean([value], COLOURS, True, "Colour") == Clean(value.strip())


@pytest.mark.parametrize("value", ["blue", "Yellow", "Blue\nGreen"])
def test_what_is_no_choice_is_told_which_question_it_answers(value):
    found = CHOICE.clean([value], COLOURS, False, "Which colour?")
    assert isinstance(found, Unclean)
    assert "“Which colour?”" in str(found.sentence)


def test_a_choice_may_be_left_out_unless_it_is_required():
    assert CHOICE.clean([], COLOURS, False, "Colour") == Clean(None)
    assert isinstance(CHOICE.clean([""], COLOURS, True, "Colour"), Unclean)


@pytest.mark.parametrize("choices", ["", "Blue", "Blue\nBlue\n", "\n\n"])
def test_fewer_than_two_choices_are_none(choices):
    (sentence,) = CHOICE.option_problems({"choices": choices})
    assert "at least two" in str(sentence)


def test_two_choices_can_be_published():
    assert CHOICE.option_problems({"choices": "Yes\nNo"}) == []


def test_a_field_that_was_never_set_up_has_no_choices():
    assert choices_of({}) == []
