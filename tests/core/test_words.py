"""Sentences for people as values."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hubapp.core.words import NOTHING, Words

GERMAN = {"Choose %(what)s.": "Wähle %(what)s.", "a colour": "eine Farbe"}
parameters = st.dictionaries(
    st.sampled_from(["a", "b", "template", "many"]), st.text(max_size=9) | st.integers(), max_size=3
)


def german(template: str) -> str:
    return GERMAN.get(template, template)


def german_many(one: str, many: str, count: int) -> str:
    return f"de:{one if count == 1 else many}"


@pytest.mark.parametrize(
    ("words", "english"),
    [
        (Words("Saved."), "Saved."),
        (Words("“%(title)s” is removed.", title="Quiz"), "“Quiz” is removed."),
        (Words("100 % of it"), "100 % of it"),
        (Words("%(share)s %% of it", share=30), "30 % of it"),
        (Words("%(count)s row", "%(count)s rows", count=1), "1 row"),
        (Words("%(count)s row", "%(count)s rows", count=0), "0 rows"),
        (Words("Choose %(what)s.", what=Words("a colour")), "Choose a colour."),
        (Words.verbatim("50% of %(x)s"), "50% of %(x)s"),
        (NOTHING, ""),
    ],
)
def test_words_read_as_their_english(words, english):
    assert str(words) == english


def test_words_inside_words_are_translated_with_them():
    words = Words("Choose %(what)s.", what=Words("a colour"))
    assert words.said(german, german_many) == "Wähle eine Farbe."


def test_the_number_picks_the_template_of_the_language():
    words = Words("%(count)s row", "%(count)s rows", count=2)
    assert words.said(german, german_many) == "de:2 rows"


def test_what_somebody_else_said_is_never_looked_up():
    def forbidden(_template: str) -> str:
        raise AssertionError("translated")

    assert Words.verbatim("Access Denied").said(forbidden, german_many) == "Access Denied"


@pytest.mark.parametrize(
    ("words", "says_something"),
    [
        (Words("x"), True),
        (NOTHING, False),
        (Words.verbatim("x"), True),
        (Words.verbatim(""), False),
    ],
)
def test_words_that_say_nothing_are_false(words, says_something):
    assert bool(words) is says_something


def test_the_same_words_are_equal_and_equal_words_can_be_a_key():
    assert {Words("%(a)s", a=1), Words("%(a)s", a=1)} == {Words("%(a)s", a=1)}
    assert Words("1") != Words("%(a)s", a=1)
    assert Words("1") != "1"


def test_what_an_earlier_release_stored_is_taken_as_it_is():
    assert str(Words.from_json("50% off %(x)s")) == "50% off %(x)s"
    assert str(Words.from_json({"no": "template"})) == "{'no': 'template'}"


def test_words_show_their_english_to_a_developer():
    assert repr(Words("Choose %(what)s.", what="x")) == "Words('Choose x.')"


def test_no_database_stumbles_over_what_another_server_said():
    words = Words("It says: %(said)s", said="bad \0 value", inner=Words.verbatim("\0"))
    assert "\\u0000" not in json.dumps(words.to_json())


@given(template=st.text(max_size=30), many=st.text(max_size=9), given=parameters, inner=parameters)
def test_stored_words_come_back_the_same(template, many, given, inner):
    words = Words(template, many, **given, inner=Words("inside", **inner))
    stored = json.loads(json.dumps(words.to_json()))
    assert Words.from_json(stored) == words
