"""Standard attributes that Braze keeps in one form only. What each makes of a value stands in
``test_values.py``."""

from __future__ import annotations

import pytest

from hubapp.destinations.braze.standard import FORMS, is_email, phone_of
from hubapp.destinations.braze.targets import TYPES


@pytest.mark.parametrize("text", ["a@b.c", "ana+1@example.co.uk", "ä@ö.ü", "a" * 251 + "@b.co"])
def test_an_address_has_something_on_each_side(text):
    assert is_email(text)


@pytest.mark.parametrize(
    "text", ["", "a", "a@b", "@b.c", "a@.c", "a@b.", "a b@c.d", "a@b@c.d", "a" * 252 + "@b.co"]
)
def test_anything_else_is_no_address(text):
    assert not is_email(text)


@pytest.mark.parametrize("text", ["+61412345678", " +61 412 345 678", "(+61) 412-345-678"])
def test_a_phone_number_is_kept_in_one_form(text):
    assert phone_of(text) == "+61412345678"


@pytest.mark.parametrize("value", ["", "0412 345 678", "+", "+1", "+61 12", 61412345678, None])
def test_no_country_is_guessed_for_a_number_without_one(value):
    assert phone_of(value) is None


@pytest.mark.parametrize("target", FORMS)
def test_each_form_is_of_a_target_and_says_what_it_takes(target):
    assert target in TYPES
    assert FORMS[target].of("\0") is None
    assert str(FORMS[target].advice).endswith(".")
