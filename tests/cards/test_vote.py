"""Vote: one of those that are there."""

from __future__ import annotations

import random

from hubapp.cards.vote import Vote
from hubapp.cards.vote.content import Candidate, VoteContent
from hubapp.core.card_type import Accepted, NotAccepted

VOTE = Vote()
CONTENT = VoteContent(question="Who?", candidates=(Candidate(id="a", text="A"), Candidate(id="b")))


def test_only_who_is_there_gets_a_vote():
    assert VOTE.check_answer(CONTENT, 0, ["a"]) == Accepted("a")
    assert isinstance(VOTE.check_answer(CONTENT, 0, ["z"]), NotAccepted)
    assert VOTE.outcome(CONTENT, ["a"], random.Random(1)).values == {"vote": "A"}  # noqa: S311
    assert VOTE.tally_keys(CONTENT, ["a"]) == ["a"]


def test_what_is_missing_is_named():
    content = VoteContent(candidates=(Candidate(id="a", image="f" * 24),))
    places = [each.where for each in VOTE.problems(content, publishing=True)]
    assert places == ["question", "candidates", "candidates.a.text", "candidates.a.alt"]
