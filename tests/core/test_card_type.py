"""What the contract of a card type gives to a type that only shows something, and how stored
documents are read."""

from __future__ import annotations

import pytest

from hubapp.core.card_type import Accepted, CardType, Outcome, Unreadable
from hubapp.core.content import Content, line, picture


class NoticeContent(Content):
    text: str = line(20, "Read me")
    image: str = picture()


class Notice(CardType):
    """The least that a type can be. Its text was called ``body`` in its first schema."""

    kind = "notice"
    Content = NoticeContent
    schema = 3
    upgrades = {
        1: lambda body: {**body, "text": body["body"]},
        2: lambda body: {**body, "image": body.get("image", "")},
    }

    def default_content(self):
        return NoticeContent()

    def problems(self, content, publishing):
        return []

    def outcome(self, content, answers, chance):
        return Outcome({"read": True})

    def outputs(self, content):
        return []

    def example_plays(self, content):
        return [[]]


NOTICE, CONTENT = Notice(), NoticeContent(image="abc")


def test_a_type_without_anything_to_play_takes_no_answer():
    assert NOTICE.steps(CONTENT) == 0
    assert NOTICE.check_answer(CONTENT, 0, ["anything"]) == Accepted(None)
    assert NOTICE.feedback(CONTENT, 0, None) is None


def test_a_type_says_nothing_that_it_does_not_know():
    assert not NOTICE.duration(CONTENT)
    assert NOTICE.tally_keys(CONTENT, []) == []


def test_what_is_derived_needs_no_code_of_the_type():
    assert NOTICE.pictures(CONTENT) == ["abc"]
    assert NOTICE.public_content(CONTENT) == {"text": "Read me", "image": "abc"}
    assert NOTICE.tidy(CONTENT) is CONTENT


@pytest.mark.parametrize(
    ("outcome", "values"), [(None, {}), (Outcome({"score": 3}), {"score": 3}), (Outcome(), {})]
)
def test_a_mapping_may_use_what_the_outcome_says(outcome, values):
    assert NOTICE.output_values(CONTENT, [], outcome) == values


@pytest.mark.parametrize(
    ("stored", "schema"), [({"body": "Old"}, 1), ({"text": "Old"}, 2), ({"text": "Old"}, 3)]
)
def test_every_schema_ever_written_is_read(stored, schema):
    assert NOTICE.read(stored, schema) == NoticeContent(text="Old")


@pytest.mark.parametrize(
    ("stored", "schema"), [({"text": 5}, 3), ({}, 1), ({"text": "New"}, 4), ({"text": "x"}, 0)]
)
def test_what_cannot_be_read_is_said_and_never_guessed(stored, schema):
    with pytest.raises(Unreadable):
        NOTICE.read(stored, schema)
