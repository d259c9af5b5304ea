"""Date of birth."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hubapp.core.field_kind import Clean, Unclean
from hubapp.fields.date_of_birth import DateOfBirth

BIRTH = DateOfBirth()


TODAY = date(2026, 1, 15)


def clean(*raw: str, least: object = 0, required: bool = True) -> Clean | Unclean:
    options = {"minimum_age": least}
    read = BIRTH.clean(raw, options, required, "Date of birth")
    if isinstance(read, Unclean) or read.value is None:
        return read
    wrong = BIRTH.unfit(read.value, options, TODAY)
    return Unclean(wrong) if wrong else read


@pytest.mark.parametrize(
    ("raw", "kept"),
    [
        (("23", "4", "1990"), "1990-04-23"),
        (("03", "04", "1990"), "1990-04-03"),
        ((" 3 ", " 4", "1990 "), "1990-04-03"),
        (("1990-04-23",), "1990-04-23"),
        (("23/4/1990",), "1990-04-23"),
        (("1990. 4. 23.",), "1990-04-23"),
        (("23 April 1990", "", ""), "1990-04-23"),
        (("23", "April", "1990"), "1990-04-23"),
        (("23rd", "apr.", "1990"), "1990-04-23"),
        (("23일", "4월", "1990년"), "1990-04-23"),
        (("1er", "août", "1990"), "1990-08-01"),
        (("3", "März", "1990"), "1990-03-03"),
        (("٢٣", "أبريل", "١٩٩٠"), "1990-04-23"),
        (("２３", "４", "１９９０"), "1990-04-23"),
        (("2\u200b3", "4", "1990"), "1990-04-23"),
        (("29", "2", "2000"), "2000-02-29"),
        (("15", "1", "2026"), "2026-01-15"),
        (("16", "1", "1900"), "1900-01-16"),
    ],
)
def test_a_date_of_birth_is_day_month_year(raw, kept):
    assert clean(*raw) == Clean(kept)


@pytest.mark.parametrize(
    "raw",
    [
        ("31", "2", "1990"),
        ("29", "2", "1900"),
        ("0", "4", "1990"),
        ("4", "23", "1990"),
        ("23", "4", "90"),
        ("23", "Jui", "1990"),
        ("23", "4"),
        ("23", "4", "1990", "1"),
        ("23", "", ""),
        ("23/4",),
        ("1" * 5000, "4", "1990"),
        ("1", "1", "99999999999"),
        ("16", "1", "2026"),
        ("14", "1", "1900"),
        ("1", "1", "0"),
    ],
)
@pytest.mark.parametrize("required", [True, False])
def test_what_is_no_date_of_birth_is_told_how_to_write_one(raw, required):
    found = clean(*raw, required=required)
    assert isinstance(found, Unclean)
    assert "like 23 4 1990" in str(found.sentence)


@pytest.mark.parametrize("raw", [(), ("",), ("", " ", "")])
def test_it_may_be_left_out_unless_it_is_required(raw):
    assert clean(*raw, required=False) == Clean(None)
    assert isinstance(clean(*raw), Unclean)


@pytest.mark.parametrize(
    ("raw", "old_enough"),
    [
        (("15", "1", "2008"), True),
        (("16", "1", "2008"), False),
        (("14", "1", "2008"), True),
        (("15", "2", "2008"), False),
        (("1", "1", "2024"), False),
    ],
)
def test_one_is_old_enough_from_the_birthday_on(raw, old_enough):
    found = clean(*raw, least=18)
    assert isinstance(found, Clean) is old_enough
    if not old_enough:
        assert "must be 18 or older" in str(found.sentence)


@pytest.mark.parametrize("least", ["18", 18, "18.0"])
def test_the_minimum_age_may_be_stored_as_it_was_typed(least):
    assert isinstance(clean("1", "1", "2010", least=least), Unclean)


@pytest.mark.parametrize("least", [None, "", "none", 0, -5])
def test_without_a_minimum_any_age_will_do(least):
    assert isinstance(clean("1", "1", "2025", least=least), Clean)


@given(st.dates(date(1902, 1, 1), date(2026, 1, 15)))
def test_any_day_of_a_life_is_kept_as_it_was_typed(born):
    assert clean(str(born.day), str(born.month), str(born.year)) == Clean(born.isoformat())


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        (["29", "2", "2001"], "There was no 29 February in 2001."),
        (["1", "13", "2000"], "There is no month 13."),
        (["1", "1", "2999"], "has not come yet"),
        (["1", "1", "90"], "all four digits"),
        (["1", "Brumaire", "1990"], "There is no month “brumaire”."),
        (["", "2", "1990"], "The day is missing."),
        (["1", "", "1990"], "The month is missing."),
        (["1", "2", ""], "The year is missing."),
    ],
)
def test_what_is_wrong_is_said(parts, said):
    assert said in str(clean(*parts).sentence)


def test_an_age_that_was_typed_as_text_holds():
    assert "18 or older" in str(clean("1", "1", "2020", least="18+").sentence)
