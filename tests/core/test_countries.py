"""Countries by their codes, called as a language calls them."""

from __future__ import annotations

import pytest
from babel import Locale

from hubapp.core.countries import countries, country_code, known_names, language_code, plain_name
from tests.support import country_names


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


@pytest.mark.parametrize(
    ("named", "code"),
    [
        ("au", "AU"),
        ("AUS", "AU"),
        (" Finland ", "FI"),
        ("Turkey", "TR"),
        ("Türkiye", "TR"),
        ("Czech Republic", "CZ"),
        ("Česko", "CZ"),
        ("Ivory Coast", "CI"),
        ("Cote d'Ivoire", "CI"),
        ("Hong Kong", "HK"),
        ("香港", "HK"),
        ("Macau", "MO"),
        ("United States of America", "US"),
        ("the U.S.A.", "US"),
        ("Estados Unidos", "US"),
        ("South Korea", "KR"),
        ("Korea (the Republic of)", "KR"),
        ("Korea, Republic of", "KR"),
        ("대한민국", "KR"),
        ("한국", "KR"),
        ("UK", "GB"),
        ("England", "GB"),
        ("Việt Nam", "VN"),
        ("viet nam", "VN"),
        ("ไทย", "TH"),
        ("ประเทศไทย", "TH"),
        ("កម្ពុជា", "KH"),
        ("Oʻzbekiston", "UZ"),
        ("Österreich", "AT"),
        ("Oesterreich", "AT"),
        ("Osterrike", "AT"),
        ("St. Lucia", "LC"),
        ("Saint Lucia", "LC"),
        ("Bosnia and Herzegovina", "BA"),
        ("Guinea Bissau", "GW"),
        ("Netherlands (the)", "NL"),
        ("Congo, the Democratic Republic of the", "CD"),
        ("Republic of the Congo", "CG"),
        ("Áo", "AT"),
        ("AO", "AO"),
        ("Niger", "NE"),
        ("Nigeria", "NG"),
        ("Dominica", "DM"),
        ("Republic of China", "TW"),
    ],
)
def test_a_country_is_known_by_what_people_call_it(named, code):
    assert country_code(named) == code


@pytest.mark.parametrize(
    "named",
    ["", " ", ".", "Atlantis", "Congo", "Kongo", "Korea", "America", "Amerika", "Kosovo", "Europe"],
)
def test_a_name_of_none_or_of_two_is_no_country(named):
    assert country_code(named) is None


@pytest.mark.parametrize("language", ["en", "de", "fr", "es", "vi", "th", "sw", "ar", "zh_Hant"])
def test_every_name_that_a_language_has_is_that_country_or_none(language):
    names = Locale.parse(language).territories
    found = {code: country_code(names[code]) for code, _ in countries() if code in names}
    assert all(each in (code, None) for code, each in found.items())
    assert sum(each is None for each in found.values()) <= 1


def test_the_kept_names_are_those_of_babel():
    # Another release of Babel: python -m tests.support.country_names
    assert country_names.PLACE.read_text("utf-8") == country_names.lines()


def test_no_kept_name_means_two_countries():
    names = [
        name
        for line in country_names.PLACE.read_text("utf-8").splitlines()
        for name in line.split("|")[1:]
    ]
    assert len(names) == len(set(names))
    assert all(name == plain_name(name) for name in names)


def test_a_line_is_a_code_and_its_names():
    assert known_names("AU|australia|australien\nFI|suomi\n") == {
        "australia": "AU",
        "australien": "AU",
        "suomi": "FI",
    }


@pytest.mark.parametrize(
    ("named", "code"),
    [("en", "en"), ("pt-BR", "pt"), ("German", "de"), ("Deutsch", "de"), ("日本語", "ja")],
)
def test_a_language_is_known_by_what_people_call_it(named, code):
    assert language_code(named) == code


@pytest.mark.parametrize("named", ["", "Klingon", "-"])
def test_another_language_is_none(named):
    assert language_code(named) is None


@pytest.mark.parametrize(
    ("language", "first", "together"),
    [
        ("de", "Afghanistan", ("Oman", "Österreich", "Pakistan")),
        ("fr", "Afghanistan", ("Équateur", "Érythrée", "Espagne")),
        ("es", "Afganistán", ("Eslovenia", "España", "Estados Unidos")),
        ("ko", "가나", ("대한민국", "덴마크", "도미니카")),
        ("ar", "إثيوبيا", ("هندوراس", "هنغاريا", "هولندا")),
    ],
)
def test_they_stand_in_the_order_of_each_language(language, first, together):
    names = [name for _, name in countries(language)]
    at = names.index(together[0])
    assert (names[0], tuple(names[at : at + 3])) == (first, together)
