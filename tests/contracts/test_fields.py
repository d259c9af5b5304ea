"""What every field kind promises."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hubapp.core.field_kind import Clean, Unclean
from hubapp.core.words import Words
from hubapp.fields import FIELD_KINDS

kinds = pytest.mark.parametrize("kind", FIELD_KINDS.values(), ids=FIELD_KINDS)


@kinds
@given(raw=st.lists(st.text(max_size=50), max_size=4), required=st.booleans())
@settings(max_examples=60)
def test_no_input_breaks_a_field(kind, raw, required):
    options = {option.key: option.default for option in kind.options}
    found = kind.clean(raw, options, required, "Label")
    assert isinstance(found, Clean | Unclean)
    json.dumps(found.value if isinstance(found, Clean) else found.sentence.to_json())


@pytest.mark.parametrize(
    ("kind", "raw", "value"),
    [
        ("email", " Ana@Example.COM ", "ana@example.com"),
        ("phone", "0412 345 678", "+61412345678"),
        ("country", "au", "AU"),
        ("date_of_birth", "1990-04-23", "1990-04-23"),
        ("text", " hi ", "hi"),
        ("consent", "y", True),
        ("hidden", "u1", "u1"),
    ],
)
def test_what_visitors_type_is_kept_clean(kind, raw, value):
    field = FIELD_KINDS[kind]
    options = {option.key: option.default for option in field.options}
    assert field.clean([raw], options, True, "Label") == Clean(value)


def test_a_child_is_told_the_minimum_age():
    found = FIELD_KINDS["date_of_birth"].clean(["1", "1", "2024"], {"minimum_age": 18}, True, "x")
    assert found == Unclean(Words("You must be %(age)s or older to take part.", age=18))
