"""Months by name."""

from __future__ import annotations

import pytest
from babel import Locale

from hubapp.core.languages import LANGUAGES
from hubapp.fields.date_of_birth.months import month_of, without_ending


@pytest.mark.parametrize("language", [each for each in LANGUAGES if each != "ko"])
def test_every_month_is_known_by_its_name_in_each_language(language):
    names = Locale.parse(language).months["format"]["wide"]
    assert [month_of(names[number]) for number in range(1, 13)] == list(range(1, 13))


def test_in_korean_a_month_is_its_number():
    assert without_ending("12월") == "12"


@pytest.mark.parametrize(
    ("name", "number"),
    [("APR", 4), ("sept.", 9), ("fév", 2), ("jui", None), ("ju", None), ("xyz", None), ("", None)],
)
def test_how_it_begins_will_do_when_that_is_one(name, number):
    assert month_of(name) == number
