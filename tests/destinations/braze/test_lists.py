"""Lists that are added to, of several records of one person in one request."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from hubapp.destinations.braze.payload import Limit, body_of
from tests.destinations.braze.examples import record

LISTS = {"how": {"custom.liked": "append"}}


@pytest.mark.parametrize(
    ("earlier", "later", "together"),
    [
        ((["a", "b"], LISTS), (["a", "c"], LISTS), {"add": ["b", "a", "c"]}),
        ((["a"], {}), (["b"], LISTS), ["a", "b"]),
        ((None, {}), (["b"], LISTS), ["b"]),
        ((["a"], LISTS), (["b"], {}), ["b"]),
        ((["a"], LISTS), (None, {}), None),
        (("a", {}), (["b"], LISTS), {"add": ["b"]}),
    ],
)
def test_what_is_added_to_a_list_joins_in_order(earlier, later, together):
    both = [
        replace(record(), values={"custom.liked": value}, **more)
        for value, more in (earlier, later)
    ]
    (told,) = json.loads(body_of(both, Limit()).encoded())["attributes"]
    assert told["liked"] == together


def test_lists_that_are_longer_together_than_braze_keeps_go_one_after_the_other():
    halves = [[f"{half}{at}" for at in range(300)] for half in "ab"]
    both = [replace(record(), values={"custom.liked": each}, **LISTS) for each in halves]
    assert len(body_of(both, Limit()).placements) == 1
