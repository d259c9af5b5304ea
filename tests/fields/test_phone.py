"""Phone number."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hubapp.core.field_kind import Clean, Unclean
from hubapp.fields.phone import Phone

PHONE = Phone()


@pytest.mark.parametrize(
    ("typed", "country", "kept"),
    [
        ("0412 345 678", "AU", "+61412345678"),
        ("(02) 9374-4000", "AU", "+61293744000"),
        ("0171 1234567", "DE", "+491711234567"),
        ("+44 20 7946 0958", "AU", "+442079460958"),
        ("0044 20 7946 0958", "DE", "+442079460958"),
        (" +61412345678 ", "DE", "+61412345678"),
        ("0412 345 678", "", "+61412345678"),
        ("0412 345 678", None, "+61412345678"),
    ],
)
def test_a_number_is_kept_as_e164_and_read_as_one_of_its_country(typed, country, kept):
    assert PHONE.clean([typed], {"country": country}, True, "Phone") == Clean(kept)


def test_a_new_field_reads_national_numbers_as_its_default_says():
    options = {each.key: each.default for each in PHONE.options}
    assert PHONE.clean(["0412 345 678"], options, True, "Phone") == Clean("+61412345678")


@pytest.mark.parametrize(
    "typed",
    [
        *("12", "call me", "+999 123 456 789", "+61", "0412 345", "+", "0" * 60, "0412 345 678 9"),
        *("+61 412 345 678" + " " * 25 + "wrong", "+61 2 9374 4000 ext 55"),
    ],
)
@pytest.mark.parametrize("required", [True, False])
def test_what_is_no_number_is_told_to_give_the_country_code(typed, required):
    found = PHONE.clean([typed], {"country": "AU"}, required, "Phone")
    assert isinstance(found, Unclean)
    assert "country code" in str(found.sentence)


def test_a_setting_that_is_no_country_still_lets_full_numbers_in():
    assert PHONE.clean(["+61412345678"], {"country": "?"}, True, "x") == Clean("+61412345678")
    assert isinstance(PHONE.clean(["0412 345 678"], {"country": "?"}, True, "x"), Unclean)


@pytest.mark.parametrize("raw", [[], [""], ["  "]])
def test_a_number_may_be_left_out_unless_it_is_required(raw):
    assert PHONE.clean(raw, {}, False, "Phone") == Clean(None)
    assert isinstance(PHONE.clean(raw, {}, True, "Phone"), Unclean)


@given(st.text("+0123456789 ()-ext.", max_size=45))
def test_what_is_kept_can_be_dialled_from_anywhere_and_is_read_the_same_again(typed):
    found = PHONE.clean([typed], {}, True, "Phone")
    if isinstance(found, Clean):
        assert re.fullmatch(r"\+[1-9]\d{6,14}", found.value)
        assert PHONE.clean([found.value], {}, True, "Phone") == found


@pytest.mark.parametrize(
    ("typed", "country", "kept"),
    [
        ("00 49 151 23456789", "AU", "+4915123456789"),
        ("0049 151 23456789", "US", "+4915123456789"),
        ("+52 1 55 1234 5678", "AU", "+525512345678"),
        ("0052 1 55 1234 5678", "DE", "+525512345678"),
        ("\u202a+61 412 345 678\u202c", "DE", "+61412345678"),
        ("＋６１ ４１２ ３４５ ６７８", "DE", "+61412345678"),
    ],
)
def test_a_number_as_it_is_written_elsewhere_is_understood(typed, country, kept):
    found = Phone().clean([typed], {"country": country}, True, "Phone")
    assert found == Clean(kept)


def test_the_example_is_one_of_the_fields_own_country():
    found = Phone().clean(["12"], {"country": "DE"}, True, "Phone")
    assert "too short" in str(found.sentence)
    assert "+49" in str(found.sentence)
