"""A number as people write it."""

from __future__ import annotations

import pytest

from hubapp.core.field_kind import Clean, Unclean
from hubapp.fields.number import Number

NUMBER = Number()


def clean(typed: str, required: bool = True, **options: object) -> Clean | Unclean:
    return NUMBER.clean([typed], {"lowest": -10, "highest": 5000, **options}, required, "Price")


@pytest.mark.parametrize(
    ("typed", "decimals", "kept"),
    [
        ("7", 0, 7),
        (" +010 ", 0, 10),
        ("-3", 0, -3),
        ("−3", 0, -3),
        ("١٢", 0, 12),
        ("１２", 0, 12),
        ("1 234", 0, 1234),
        ("1’234", 0, 1234),
        ("1,234", 0, 1234),
        ("1.234", 2, 1234),
        ("2.0", 0, 2),
        ("2.5", 1, 2.5),
        ("2,50", 1, 2.5),
        ("1,234.5", 2, 1234.5),
        ("1.234,5", 2, 1234.5),
        ("1.234", 3, 1.234),
    ],
)
def test_a_number_is_kept_as_a_number(typed, decimals, kept):
    assert clean(typed, decimals=decimals) == Clean(kept)


@pytest.mark.parametrize(
    ("typed", "decimals", "said"),
    [
        ("twelve", 0, "letters"),
        ("1e3", 0, "letters"),
        ("--1", 0, "not a number"),
        ("1.2.3", 2, "like 12.5"),
        ("2.5", 0, "whole number"),
        ("2.55", 1, "1 at most"),
        ("-11", 0, "-10 or more"),
        ("5001", 0, "5000 or less"),
        ("9" * 30, 0, "not a number"),
    ],
)
def test_what_is_wrong_is_said(typed, decimals, said):
    found = clean(typed, decimals=decimals)
    assert isinstance(found, Unclean)
    assert said in str(found.sentence)


def test_it_may_be_left_out_unless_it_is_required():
    assert clean("", required=False) == Clean(None)
    assert isinstance(clean(" "), Unclean)


def test_a_bound_that_was_emptied_is_none():
    assert clean("99999", highest="") == Clean(99999)
    assert NUMBER.option_problems({"lowest": "", "highest": ""}) == []


def test_bounds_that_leave_no_choice_are_named():
    (sentence,) = NUMBER.option_problems({"lowest": "5", "highest": "5"})
    assert "above" in str(sentence)
