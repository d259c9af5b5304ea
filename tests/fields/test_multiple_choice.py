"""Any number of several choices."""

from __future__ import annotations

import pytest

from hubapp.core.field_kind import Clean, Unclean
from hubapp.fields.multiple_choice import MultipleChoice

MANY = MultipleChoice()
COLOURS = {"choices": "Blue\nGreen\nRed", "most": "2"}
BLUE, GREEN, RED = (id_ for id_, _ in MANY.choices(COLOURS))


@pytest.mark.parametrize(
    ("posted", "kept"),
    [
        ([RED, BLUE], ["Blue", "Red"]),
        ([GREEN], ["Green"]),
        ([GREEN, GREEN, ""], ["Green"]),
        (["Green", BLUE], ["Blue", "Green"]),
    ],
)
def test_what_was_ticked_is_a_list_in_the_forms_order(posted, kept):
    assert MANY.clean(posted, COLOURS, True, "Colours") == Clean(kept)


@pytest.mark.parametrize(
    ("posted", "said"),
    [
        ([BLUE, GREEN, RED], "at most 2; you have chosen 3"),
        ([], "at least one"),
        ([BLUE, "Yellow"], "Choose from the answers to “Colours”"),
    ],
)
def test_what_does_not_fit_is_said(posted, said):
    found = MANY.clean(posted, COLOURS, True, "Colours")
    assert isinstance(found, Unclean)
    assert said in str(found.sentence)


def test_without_a_limit_all_may_be_ticked_and_none_unless_required():
    assert MANY.clean([BLUE, GREEN, RED], {**COLOURS, "most": 0}, True, "") == Clean(
        ["Blue", "Green", "Red"]
    )
    assert MANY.clean([""], COLOURS, False, "") == Clean(None)


def test_at_most_one_is_another_kind():
    (sentence,) = MANY.option_problems({**COLOURS, "most": 1})
    assert "single choice" in str(sentence)
    assert MANY.option_problems(COLOURS) == []
