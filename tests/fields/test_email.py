"""Email address."""

from __future__ import annotations

import pytest

from hubapp.core.field_kind import Clean, Unclean
from hubapp.fields.email import Email

EMAIL = Email()


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("ana@example.com", "ana@example.com"),
        (" Ana@Example.COM ", "ana@example.com"),
        ("ana+quiz@example.co.uk", "ana+quiz@example.co.uk"),
        ("ana@example.com\n", "ana@example.com"),
        ("ana@example.test", "ana@example.test"),
        ("ana@BÜCHER.example", "ana@bücher.example"),
    ],
)
def test_an_address_is_kept_trimmed_and_in_lower_case(typed, kept):
    assert EMAIL.clean([typed], {}, True, "Email") == Clean(kept)


@pytest.mark.parametrize(
    "typed",
    [
        "ana",
        "ana@",
        "@example.com",
        "ana@example",
        "ana@localhost",
        "ana@@example.com",
        "ana example@example.com",
        "ana@example.com, bo@example.com",
        "ana@[127.0.0.1]",
        "ana.@example.com",
        "bücher@example.com",
        "ana@" + "a" * 260 + ".com",
    ],
)
@pytest.mark.parametrize("required", [True, False])
def test_what_is_no_address_is_told_what_one_looks_like(typed, required):
    found = EMAIL.clean([typed], {}, required, "Email")
    assert isinstance(found, Unclean)
    assert "like ana@example.com" in str(found.sentence)


@pytest.mark.parametrize("raw", [[], [""], ["  \t"]])
def test_an_address_may_be_left_out_unless_it_is_required(raw):
    assert EMAIL.clean(raw, {}, False, "Email") == Clean(None)
    assert isinstance(EMAIL.clean(raw, {}, True, "Email"), Unclean)


def test_an_address_is_personal():
    assert EMAIL.personal


@pytest.mark.parametrize(
    "typed",
    [
        "ana@example.com\u200b",
        "\ufeffana@example.com",
        "\u202aana@example.com\u202c",
        "mailto:ana@example.com?subject=Hi",
        "ana@example.com,",
        "ana@example.com.",
        "Ana S. <ana@example.com>",
        "ａｎａ＠example.com",
    ],
)
def test_what_pasting_brought_along_is_taken_off(typed):
    assert Email().clean([typed], {}, True, "Email") == Clean("ana@example.com")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("ana.example.com", "no @"),
        ("ana@@example.com", "more than one @"),
        ("ana maria@example.com", "a space"),
        ("ana@example", "something is missing"),
    ],
)
def test_what_is_wrong_is_said(typed, said):
    assert said in str(Email().clean([typed], {}, True, "Email").sentence)


@pytest.mark.parametrize(
    ("typed", "compared"),
    [
        ("ana@example.com", "ana@example.com"),
        ("ana+summer@example.com", "ana@example.com"),
        ("a.na@example.com", "a.na@example.com"),
        ("A.n.a+x+y@Gmail.com", "ana@gmail.com"),
        ("ana@googlemail.com", "ana@gmail.com"),
        # What is all tag stays: it must not be everybody's.
        ("+x@example.com", "+x@example.com"),
    ],
)
def test_addresses_that_reach_one_mailbox_are_compared_as_one(typed, compared):
    assert Email().compared(typed) == compared
