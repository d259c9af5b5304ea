"""What the contract of a card type gives to a type that only shows something."""

from __future__ import annotations

import pytest

from hubapp.core.card_type import Accepted, CardType, Outcome


class Notice(CardType):
    """The least that a type can be."""

    def default_content(self):
        return {"text": "Read me"}

    def content_from(self, posted, before):
        return before

    def problems(self, content, publishing):
        return []

    def public_content(self, content):
        return content

    def outcome(self, content, answers, chance):
        return Outcome({"read": True})

    def outputs(self, content):
        return []


NOTICE = Notice()


def test_a_type_without_anything_to_play_takes_no_answer():
    assert NOTICE.steps({}) == 0
    assert NOTICE.check_answer({}, 0, ["anything"]) == Accepted(None)
    assert NOTICE.feedback({}, 0, None) is None


def test_a_type_says_nothing_that_it_does_not_know():
    assert not NOTICE.duration({})
    assert NOTICE.asset_ids({}) == []
    assert NOTICE.tally_keys({}, []) == []


@pytest.mark.parametrize(
    ("outcome", "values"), [(None, {}), (Outcome({"score": 3}), {"score": 3}), (Outcome(), {})]
)
def test_a_mapping_may_use_what_the_outcome_says(outcome, values):
    assert NOTICE.output_values({}, [], outcome) == values
