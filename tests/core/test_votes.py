"""A ranking: ties share a place, and what was removed does not count."""

from __future__ import annotations

from hubapp.core.votes import ranked, shares

CHOICES = [{"id": "a"}, {"id": "b"}, {"id": "c"}]


def test_most_votes_first_and_ties_share_a_place():
    found = ranked(CHOICES, {"a": 1, "b": 4, "c": 1, "gone": 9})
    assert [(each["id"], each["place"], each["votes"]) for each in found] == [
        *(("b", 1, 4), ("a", 2, 1), ("c", 2, 1)),
    ]


def test_shares_add_up_to_a_hundred():
    assert shares(CHOICES, {"a": 1, "b": 1, "c": 1}) == ([34, 33, 33], 3)
    assert shares(CHOICES, {}) == ([0, 0, 0], 0)
