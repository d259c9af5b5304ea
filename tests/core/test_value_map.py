"""What a value is sent as: a word for each choice, letters for every other text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hubapp.core.mapping import FieldMapping, MappingRow
from hubapp.core.recording import record_of
from hubapp.core.value_map import LETTERS, as_sent, control_of, joined, told_by

COLOURS = {"Blue": "BLU", "Red. Dark": "007", "yes": "Y"}
told = st.text(max_size=20)
values = told | st.integers() | st.booleans() | st.none() | st.lists(told, max_size=4)


@given(value=values)
def test_what_nothing_is_said_of_stays_as_it_is(value):
    assert as_sent(value, {}, "") == value
    assert as_sent(value, {}, "of another release") == value


@given(sent=st.dictionaries(told, told.filter(bool)), held=st.lists(told, max_size=5))
def test_each_of_a_list_goes_by_itself(sent, held):
    assert as_sent(held, sent, "") == [sent.get(each, each) for each in held]


@pytest.mark.parametrize(
    ("value", "sent"),
    [
        ("Blue", "BLU"),
        # What reads as a number stays a text.
        ("Red. Dark", "007"),
        (["Blue", "Green"], ["BLU", "Green"]),
        (True, "Y"),
        # Nothing is said of no, and a number is no choice.
        (False, False),
        (7, 7),
    ],
)
def test_a_choice_is_sent_as_its_word(value, sent):
    found = as_sent(value, COLOURS, "")
    assert (found, type(found)) == (sent, type(sent))


@pytest.mark.parametrize(
    ("letters", "written"),
    [
        ("small", "don't ask jean-paul"),
        ("capital", "DON'T ASK JEAN-PAUL"),
        ("first", "Don't Ask JEAN-Paul"),
    ],
)
def test_a_text_is_written_in_these_letters_unless_it_has_a_word(letters, written):
    assert as_sent("don't ask JEAN-paul", {}, letters) == written
    assert as_sent(["Blue"], COLOURS, letters) == ["BLU"]
    assert letters in dict(LETTERS)


@given(told)
def test_any_choice_has_a_control_of_its_own(value):
    name = control_of(value)
    assert "." not in name
    assert name.isascii()
    assert told_by(name) == value


def test_choices_are_known_once_in_the_words_of_today():
    live, draft = (("Blue", "Blue"), ("Green", "Green")), (("Blue", "Navy"),)
    assert joined(draft, live) == (("Blue", "Navy"), ("Green", "Green"))


def test_a_consent_that_was_not_given_is_sent_as_nothing_at_all():
    row = MappingRow("field.news", "custom.news", sent_as={"yes": "in", "no": "out"})
    mapping = FieldMapping("email", "field.email", rows=(row,))
    known = {"field.email": "ana@example.com", "field.news": False}
    time = "2026-01-15T10:00:00.000Z"
    assert record_of(mapping, known, time, receipts={"field.news"}).values == {}
    assert record_of(mapping, known, time).values == {"custom.news": "out"}


def test_a_mapping_of_before_sends_everything_as_it_is():
    stored = {"rows": [{"source": "field.a", "target": "event.a", "constant": ""}]}
    (row,) = FieldMapping.from_json(stored).rows
    assert (row.sent_as, row.letters, row.of("Blue")) == ({}, "", "Blue")
