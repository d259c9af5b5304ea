"""What an editing form posted, read tolerantly."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hubapp.core.reading import colour, day, is_web_address, natural, number, switched

posted = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**63) | st.floats() | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=5,
)


@pytest.mark.parametrize(
    ("value", "read"),
    [
        ("5", 5),
        (" 2.5 ", 2.5),
        ("-3", 0),
        ("99", 10),
        ("inf", 10),
        ("-inf", 0),
        ("nan", 4),
        ("", 4),
        ("five", 4),
        (None, 4),
        ([], 4),
        (7, 7),
    ],
)
def test_a_number_lies_within_its_bounds_or_is_the_default(value, read):
    assert number(value, 0, 10, 4) == read


def test_whole_numbers_stay_whole():
    assert isinstance(number("5.0", 0, 10, 1), int)
    assert isinstance(number("5.5", 0, 10, 1), float)


@pytest.mark.parametrize(
    ("value", "read"),
    [
        ("#0D3B2E", "#0d3b2e"),
        ("#fff", "#123456"),
        ("0d3b2e", "#123456"),
        ("#0d3b2e\n", "#123456"),
        ("#0d3b2g", "#123456"),
        (None, "#123456"),
    ],
)
def test_a_colour_is_six_digits_or_the_default(value, read):
    assert colour(value, "#123456") == read


@pytest.mark.parametrize("value", ["y", "on", "1", "true", True])
def test_a_ticked_box_is_on(value):
    assert switched(value) is True


@pytest.mark.parametrize("value", [None, "", "off", "0", "n", "false", False, [], {}])
def test_anything_else_is_off(value):
    assert switched(value) is False


@pytest.mark.parametrize(
    "address", ["https://example.com", "http://example.com:8080/terms?a=b", "HTTPS://EXAMPLE.COM"]
)
def test_a_visitor_may_be_sent_to_a_web_address(address):
    assert is_web_address(address)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "example.com",
        "//example.com",
        "https://",
        "http://[",
        "javascript:alert(1)",
        "data:text/html,x",
        "mailto:ana@example.com",
    ],
)
def test_a_visitor_is_sent_nowhere_else(address):
    assert not is_web_address(address)


@pytest.mark.parametrize(
    ("text", "read"), [("17", 17), ("", 0), ("-3", 0), ("²", 0), ("9" * 19, 0)]
)
def test_a_natural_number_is_what_a_column_holds_or_nothing(text, read):
    assert natural(text) == read


@pytest.mark.parametrize("text", ["", "2026-02-30", "today", "9999-12-31"])
def test_a_day_that_there_is_not_is_none(text):
    assert day(text) is None


def test_a_day_is_read_as_a_date_control_posts_it():
    assert day("2026-11-30") == date(2026, 11, 30)


@given(posted)
def test_nothing_that_can_be_posted_raises(value):
    assert 0 <= number(value, 0, 10, 4) <= 10
    assert colour(value, "#123456").startswith("#")
    assert switched(value) in (True, False)
