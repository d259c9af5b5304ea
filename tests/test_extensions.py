"""What a JSON column keeps is read as it was told."""

from __future__ import annotations

import pytest

from hubapp.extensions import _read_json


@pytest.mark.parametrize(
    ("kept", "value"),
    [(30, 30), (2.5, 2.5), ("30", 30), ('"30"', "30"), ("true", True), ('{"a": 1}', {"a": 1})],
)
def test_a_number_alone_is_one_whichever_database_kept_it(kept, value):
    assert _read_json(kept) == value
