"""Buckets of this process alone. The shared ones are in test_queue.py, beside these."""

from __future__ import annotations

from hubapp.core.destination import Rate
from hubapp.doors import turns
from hubapp.doors.turns import OwnBuckets

ONE = Rate(1, 1000)


def test_who_makes_up_many_buckets_empties_the_oldest_first(monkeypatch):
    monkeypatch.setattr(turns, "MOST", 3)
    own = OwnBuckets()
    assert [own.take([(key, ONE)]) for key in "abcd"] == [0] * 4
    assert list(own._kept) == ["b", "c", "d"]
    assert own.take([("d", ONE)]) > 0
    assert own.take([("a", ONE)]) == 0


def test_one_that_is_empty_leaves_the_others_as_they_are():
    own = OwnBuckets()
    own.take([("a", ONE)])
    assert own.take([("a", ONE), ("b", ONE)]) > 0
    assert own.take([("b", ONE)]) == 0
    own.clear()
    assert own.take([("a", ONE)]) == 0
