"""One of several choices, in sight or in a list that opens."""

from __future__ import annotations

import pytest

from hubapp.core.field_kind import Clean, Unclean
from hubapp.fields.dropdown import Dropdown
from hubapp.fields.single_choice import SingleChoice

COLOURS = {"choices": "Blue\nGreen\nDark red"}
both = pytest.mark.parametrize("kind", [SingleChoice(), Dropdown()], ids=lambda kind: kind.kind)


@both
def test_a_choice_is_posted_by_its_id_and_kept_as_its_text(kind):
    for posted, text in kind.choices(COLOURS):
        assert kind.clean([f" {posted} "], COLOURS, True, "Colour") == Clean(text)


@both
@pytest.mark.parametrize("pasted", ["Sydney\tNSW", "Syd\x7fney", "Sydney " * 40, " Sydney\u200b"])
def test_whatever_was_pasted_into_the_list_can_be_chosen(kind, pasted):
    """F09: a choice that was read otherwise than the list kept it was refused for ever."""
    options = {"choices": f"{pasted}\nPerth"}
    for posted, text in kind.choices(options):
        assert kind.clean([posted], options, True, "City") == Clean(text)
        assert kind.clean([text], options, True, "City") == Clean(text)


@both
@pytest.mark.parametrize("value", ["blue", "Yellow", "Blue\nGreen", "c123456"])
def test_what_is_no_choice_is_told_which_question_it_answers(kind, value):
    found = kind.clean([value], COLOURS, False, "Which colour?")
    assert isinstance(found, Unclean)
    assert "“Which colour?”" in str(found.sentence)


@both
def test_a_choice_may_be_left_out_unless_it_is_required(kind):
    assert kind.clean([], COLOURS, False, "Colour") == Clean(None)
    assert isinstance(kind.clean([""], COLOURS, True, "Colour"), Unclean)
