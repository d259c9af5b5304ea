"""Which of several is meant."""

from __future__ import annotations

import pytest

from hubapp.sandbox.merging import chosen

OLD = {"external_id": None, "updated_at": 1.0}
NEW = {"external_id": None, "updated_at": 2.0}
KNOWN = {"external_id": "u1", "updated_at": 0.5}


@pytest.mark.parametrize(
    ("rules", "found"),
    [
        (["unidentified", "most_recently_updated"], NEW),
        (["unidentified", "least_recently_updated"], OLD),
        (["identified"], KNOWN),
        (["most_recently_updated"], NEW),
        (["unidentified"], None),
        ([], None),
        ("identified", None),
    ],
)
def test_the_order_of_preference_leaves_one_or_nobody(rules, found):
    assert chosen([OLD, KNOWN, NEW], rules) is found


def test_of_nobody_nobody_is_chosen():
    assert chosen([], ["identified"]) is None
