"""What votes came to, for everybody to see."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hubapp.core.votes import ranked, shares


def shown(*ids: str) -> list[dict[str, str]]:
    return [{"id": each, "text": each.upper()} for each in ids]


@pytest.mark.parametrize(
    ("tally", "parts", "total"),
    [
        ({}, [0, 0, 0], 0),
        ({"a": 1, "b": 1, "c": 1}, [34, 33, 33], 3),
        ({"a": 1, "b": 2, "c": 4}, [14, 29, 57], 7),
        ({"c": 5}, [0, 0, 100], 5),
        ({"a": 1, "b": 1, "removed": 98}, [50, 50, 0], 2),
    ],
)
def test_what_is_shown_adds_up(tally, parts, total):
    assert shares(shown("a", "b", "c"), tally) == (parts, total)


@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=60).filter(any))
def test_however_many_voted_it_is_a_hundred_and_no_share_is_off_by_one(counts):
    ids = [str(at) for at in range(len(counts))]
    parts, total = shares(shown(*ids), dict(zip(ids, counts, strict=True)))
    assert (sum(parts), total) == (100, sum(counts))
    exact = [100 * count / total for count in counts]
    assert all(abs(part - each) < 1 for part, each in zip(parts, exact, strict=True))


def test_who_has_as_many_votes_shares_the_place():
    found = ranked(shown("a", "b", "c", "d"), {"a": 1, "b": 3, "c": 3})
    places = [(each["id"], each["place"], each["votes"]) for each in found]
    assert places == [("b", 1, 3), ("c", 1, 3), ("a", 3, 1), ("d", 4, 0)]
    assert (found[0]["text"], found[0]["share"]) == ("B", 43)


def test_before_the_first_vote_all_are_first_in_their_order():
    found = ranked(shown("a", "b"), {})
    assert [(each["id"], each["place"], each["share"]) for each in found] == [
        ("a", 1, 0),
        ("b", 1, 0),
    ]
