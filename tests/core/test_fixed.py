"""Fixed values are what they are meant to be, or a sentence says what to type."""

from __future__ import annotations

import pytest

from hubapp.core.fixed import KINDS, fixed_problem, fixed_value


@pytest.mark.parametrize(
    ("kind", "typed", "value"),
    [
        ("text", " 42 ", "42"),
        ("text", "yes", "yes"),
        ("number", "42", 42),
        ("number", "-3.5", -3.5),
        ("boolean", "yes", True),
        ("boolean", "no", False),
        ("date", "2024-02-29", "2024-02-29"),
    ],
)
def test_a_value_is_sent_as_what_it_is_meant_to_be(kind, typed, value):
    assert fixed_value(kind, typed) == value
    assert type(fixed_value(kind, typed)) is type(value)
    assert fixed_problem(kind, typed) is None


@pytest.mark.parametrize(
    ("kind", "typed", "part"),
    [
        ("text", "  ", "Type the fixed value"),
        ("number", "", "in digits"),
        ("number", "1,5", "in digits"),
        ("number", "nan", "in digits"),
        ("number", "٣", "in digits"),
        ("number", "9" * 19, "in digits"),
        ("boolean", "", "yes or no"),
        ("boolean", "true", "yes or no"),
        ("date", "2023-02-29", "day of the calendar"),
        ("date", "29.2.2024", "day of the calendar"),
    ],
)
def test_what_it_cannot_be_is_said(kind, typed, part):
    assert fixed_value(kind, typed) is None
    assert part in str(fixed_problem(kind, typed))


def test_nothing_typed_is_none_of_them():
    assert all(fixed_problem(kind, "") for kind, _ in KINDS)
