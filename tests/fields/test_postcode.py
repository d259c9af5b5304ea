"""Postcodes, as the field's country writes them."""

from __future__ import annotations

import pytest

from hubapp.core.field_kind import Clean, Unclean
from hubapp.fields.postcode import Postcode

POSTCODE = Postcode()


def clean(typed: str, country: str = "AU", required: bool = True) -> Clean | Unclean:
    return POSTCODE.clean([typed], {"country": country}, required, "Postcode")


@pytest.mark.parametrize(
    ("typed", "country", "kept"),
    [
        ("0800", "AU", "0800"),
        (" 2 000 ", "AU", "2000"),
        ("２０００", "AU", "2000"),
        ("٢٠٠٠", "AU", "2000"),
        ("D-10115", "DE", "10115"),
        ("sw1a1aa", "GB", "SW1A 1AA"),
        ("m1 1ae", "GB", "M1 1AE"),
        ("k1a-0b1", "CA", "K1A 0B1"),
        ("1012ab", "NL", "1012 AB"),
        ("100 0001", "JP", "100-0001"),
        ("12345 6789", "US", "12345-6789"),
        ("d02x285", "IE", "D02 X285"),
        ("ab 12", "FJ", "AB 12"),
    ],
)
def test_a_postcode_is_kept_as_its_country_writes_it(typed, country, kept):
    assert clean(typed, country) == Clean(kept)


@pytest.mark.parametrize(
    ("typed", "country", "said"),
    [
        ("20000", "AU", "like 2000"),
        ("Sydney", "AU", "like 2000"),
        ("1234", "PL", "like 11-111"),
        ("A" * 13, "FJ", "too long"),
        ("?!", "FJ", "letters and digits only"),
    ],
)
def test_what_is_none_is_told_what_one_looks_like(typed, country, said):
    found = clean(typed, country)
    assert isinstance(found, Unclean)
    assert said in str(found.sentence)


def test_it_may_be_left_out_unless_it_is_required():
    assert clean("", required=False) == Clean(None)
    assert isinstance(clean(""), Unclean)
