"""Country."""

from __future__ import annotations

import pytest

from hubapp.core.countries import countries
from hubapp.core.field_kind import Clean, Unclean
from hubapp.fields.country import Country

COUNTRY = Country()


@pytest.mark.parametrize(("chosen", "kept"), [("AU", "AU"), (" de ", "DE"), ("gb", "GB")])
def test_a_country_is_kept_as_its_two_letters(chosen, kept):
    assert COUNTRY.clean([chosen], {}, True, "Country") == Clean(kept)


@pytest.mark.parametrize("chosen", ["Australia", "ZZ", "EU", "UN", "A", "12", "A1", "UK"])
def test_what_is_no_country_is_told_to_choose_from_the_list(chosen):
    found = COUNTRY.clean([chosen], {}, False, "Country")
    assert isinstance(found, Unclean)
    assert "from the list" in str(found.sentence)


def test_a_country_may_be_left_out_unless_it_is_required():
    assert COUNTRY.clean([""], {}, False, "Country") == Clean(None)
    assert str(COUNTRY.clean([], {}, True, "Country").sentence) == "Choose your country."


def test_the_list_has_each_country_once_and_every_choice_is_accepted():
    codes = [code for code, _ in COUNTRY.choices({})]
    assert len(codes) == len(set(codes)) > 200
    assert all(COUNTRY.clean([code], {}, True, "x") == Clean(code) for code in codes[::25])


def test_the_list_stands_in_the_order_of_its_names():
    names = [name for _, name in countries()]
    assert names.index("Åland Islands") < names.index("Zimbabwe")
    assert {"Australia", "Germany", "Brazil"} <= set(names)


def test_names_are_in_the_language_of_whoever_reads_them():
    assert dict(COUNTRY.choices({}, "de"))["DE"] == "Deutschland"
    assert dict(COUNTRY.choices({}, "pt_BR"))["DE"] == "Alemanha"
