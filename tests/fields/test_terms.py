"""Terms: nobody takes part without them."""

from __future__ import annotations

from hubapp.core.field_kind import Unclean
from hubapp.fields.terms import Terms


def test_terms_are_a_condition_and_say_what_they_are_when_they_are_not_agreed_to():
    assert Terms().receipt
    assert Terms().condition
    found = Terms().clean([], {}, True, "Terms")
    assert isinstance(found, Unclean)
    assert "agree to the terms" in str(found.sentence)
