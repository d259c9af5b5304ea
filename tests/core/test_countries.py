"""Countries by their codes, called as a language calls them."""

from __future__ import annotations

from hubapp.core.countries import countries


def test_a_country_has_its_code_and_its_name_in_a_language():
    assert ("DE", "Germany") in countries()
    assert ("DE", "Deutschland") in countries("de")


def test_unions_and_unknown_places_are_no_countries():
    codes = {code for code, _ in countries()}
    assert not codes & {"EU", "UN", "ZZ", "XA", "XK", "IC"}
    assert all(len(code) == 2 for code in codes)


def test_they_stand_in_the_order_of_their_names():
    names = [name for _, name in countries()]
    assert names[:4] == ["Afghanistan", "Åland Islands", "Albania", "Algeria"]
    around = names.index("Türkiye")
    assert names[around - 1 : around + 2] == ["Tunisia", "Türkiye", "Turkmenistan"]
