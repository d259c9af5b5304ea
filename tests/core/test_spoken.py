"""Values for people."""

from __future__ import annotations

import pytest

from hubapp.core.spoken import masked, masked_email, spoken


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


@pytest.mark.parametrize(
    ("email", "shown"),
    [
        ("ana@example.com", "an…\N{WORD JOINER}@example.com"),
        ("a@example.com", "a…\N{WORD JOINER}@example.com"),
    ],
)
def test_whoever_has_an_address_knows_it_again(email, shown):
    assert str(masked_email(email)) == shown
