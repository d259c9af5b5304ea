"""Values for people."""

from __future__ import annotations

import pytest

from hubapp.core.spoken import masked, spoken


@pytest.mark.parametrize(
    ("value", "said", "hidden"),
    [
        (True, "yes", "…"),
        (False, "no", "…"),
        (["a", 1], "a, 1", "a,…"),
        ("ana@example.com", "ana@example.com", "an…"),
        (3, "3", "3…"),
        ("", "", ""),
    ],
)
def test_a_value_is_said_or_only_begun(value, said, hidden):
    assert (str(spoken(value)), str(masked(value))) == (said, hidden)
