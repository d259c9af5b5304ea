"""Choices that the marketer wrote, posted by their ids."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hubapp.core.choosing import choices_by_id, choices_of
from hubapp.core.one_line import one_line
from hubapp.fields.single_choice import SingleChoice

CHOICE = SingleChoice()
COLOURS = {"choices": " Blue \n\nGreen\r\nBlue\nDark red\n"}


def test_the_choices_stand_one_a_line_each_once():
    assert choices_of(COLOURS) == ["Blue", "Green", "Dark red"]
    assert [words for _, words in CHOICE.choices(COLOURS)] == ["Blue", "Green", "Dark red"]


@given(st.lists(st.text(max_size=5), max_size=6))
def test_every_choice_has_an_id_of_its_own_that_nothing_on_the_way_changes(texts):
    options = {"choices": "\n".join(texts)}
    ids = choices_by_id(options)
    assert list(ids.values()) == choices_of(options)
    for id_, text in ids.items():
        assert one_line([id_]) == id_
        assert CHOICE.chosen([id_], options) == [text]


def test_an_id_stays_when_other_choices_come_and_go():
    (moved,) = (id_ for id_, text in choices_by_id(COLOURS).items() if text == "Dark red")
    assert choices_by_id({"choices": "Yellow\nDark red"})[moved] == "Dark red"


def test_what_an_earlier_releases_form_posts_is_known_by_its_text():
    pasted = {"choices": "Dark\tred\nBlue"}
    assert CHOICE.chosen(["Dark\tred"], pasted) == ["Dark red"]
    assert CHOICE.chosen(["dark red"], pasted) is None


@pytest.mark.parametrize("choices", ["", "Blue", "Blue\nBlue\n", "\n\n"])
def test_fewer_than_two_choices_are_none(choices):
    (sentence,) = CHOICE.option_problems({"choices": choices})
    assert "at least two" in str(sentence)


def test_a_choice_that_no_destination_would_keep_is_named():
    (sentence,) = CHOICE.option_problems({"choices": "Yes\n" + "x" * 256})
    assert "“xxxxxxxxx" in str(sentence)
    assert CHOICE.option_problems({"choices": "Yes\n" + "x" * 255}) == []


def test_two_hundred_stores_are_two_hundred_choices():
    stores = [f"Store {number:03} in a street with a name" for number in range(200)]
    assert [words for _, words in CHOICE.choices({"choices": "\n".join(stores)})] == stores
    assert CHOICE.option_problems({"choices": "\n".join(stores)}) == []
