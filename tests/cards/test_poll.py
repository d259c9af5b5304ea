"""Poll: a vote is counted by its choice, whatever the choice is called later."""

from __future__ import annotations

import random

from hubapp.cards.poll import Poll
from hubapp.cards.poll.content import Choice, PollContent
from hubapp.core.card_type import Accepted, NotAccepted

POLL = Poll()
CONTENT = PollContent(
    question="Where?", choices=(Choice(id="sea", text="Sea"), Choice(id="hill", text="Hill"))
)


def test_a_vote_is_one_of_the_choices():
    assert POLL.check_answer(CONTENT, 0, ["sea"]) == Accepted("sea")
    for raw in ([], ["city"]):
        assert isinstance(POLL.check_answer(CONTENT, 0, raw), NotAccepted)


def test_the_outcome_is_the_text_of_the_choice():
    voted = POLL.outcome(CONTENT, ["hill"], random.Random(1))  # noqa: S311
    assert (dict(voted.values), dict(voted.screen)) == ({"answer": "Hill"}, {"chosen": "hill"})
    nothing = POLL.outcome(CONTENT, [], random.Random(1))  # noqa: S311
    assert nothing.values == {"answer": ""}


def test_a_vote_counts_for_its_choice():
    assert POLL.tally_keys(CONTENT, ["sea"]) == ["sea"]
    assert POLL.tally_keys(CONTENT, []) == []


def test_what_is_missing_is_named():
    blank = PollContent(choices=(Choice(id="c"),))
    places = {problem.where for problem in POLL.problems(blank, publishing=True)}
    assert places == {"question", "choices", "choices.c.text"}
    assert POLL.problems(blank, publishing=False) == []


def shown(*ids: str) -> list[dict[str, str]]:
    return [{"id": each} for each in ids]


def test_shares_add_up_to_a_hundred():
    thirds = {"a": 1, "b": 1, "c": 1}
    assert POLL.shares(shown("a", "b", "c"), thirds) == ([34, 33, 33], 3)
    assert POLL.shares(shown("a", "b"), {}) == ([0, 0], 0)


def test_a_removed_choice_takes_its_votes_along():
    assert POLL.shares(shown("a", "b"), {"a": 1, "b": 1, "removed": 1}) == ([50, 50], 2)
