"""The table of formats."""

from __future__ import annotations

import pytest

from hubapp.fields.postcode.formats import FORMATS, example_of, written


@pytest.mark.parametrize("country", FORMATS)
def test_each_countrys_example_is_one(country):
    like = example_of(country)
    assert written("".join(each for each in like if each.isalnum()), country) == like


def test_what_is_too_long_or_of_other_signs_is_none():
    assert written("20001", "AU") is None
    assert written("200A", "AU") is None
