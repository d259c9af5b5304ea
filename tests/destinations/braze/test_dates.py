"""Which texts Braze would read as a date."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hubapp.destinations.braze.dates import date_of, is_day, reads_as_date
from hubapp.sandbox.dates import looks_like_date


@pytest.mark.parametrize(
    "text",
    [
        "2021-12-01",
        "2021-1-2",
        "2021/12/01",
        "2021.12.01",
        "12/1/2021",
        "12-1-2021",
        "1.2.2026",
        "23/04/1990",
        " 12/1/2021 ",
        "2021-12-01 10:15:00",
        "2021-12-01T10:15:00",
        "2021-12-01T10:15Z",
        "2021-12-01T10:15:00+01:00",
        "2021-12-01T10:15:00:123Z",
        "2019-02-15 00:00:00 -0500",
        "20211201T101500Z",
        "12/1/2021, 10:15 am",
        "Wed Dec 01 10:15:00 +0000 2021",
        "Wed 12 01 10:15:00.UTC 2021",
        "3000-01-01",
    ],
)
def test_it_would_be_a_date(text):
    assert reads_as_date(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "blue",
        "12/1",
        "1/2/3",
        "2021",
        "20211201",
        "2021-22",
        "10.0.0.1",
        "1.2-2026",
        "+61412345678",
        "on 12/1/2021",
        "2021-12-01 at the gate",
        "12/1/2021-a",
        "3001-01-01",
        "1/1/9999",
        "Wed Dec 01 10:15:00 +0000 3021",
        "١٢/١/٢٠٢١",
        # A moment in our own form comes from a source that is a time.
        "2026-01-15T10:00:00.000Z",
    ],
)
def test_it_stays_a_text_or_is_meant_to_be_a_date(text):
    assert not reads_as_date(text)


_number = st.integers(0, 99).map(str) | st.integers(0, 9999).map("{:04}".format)
_apart = st.sampled_from(["-", "/", ".", " ", ":"])
_times = st.sampled_from(
    ["", " 10:15", "T10:15:00", " 10:15:00 +0100", "T10:15:00.5Z", ", 9:00 am"]
)


@given(_number, _apart, _number, _apart, _number, _times)
def test_nothing_is_sent_as_a_text_that_the_sandbox_takes_for_a_date(a, x, b, y, c, time):
    text = f"{a}{x}{b}{y}{c}{time}"
    assert reads_as_date(text) or not looks_like_date(text)


@pytest.mark.parametrize("text", ["1990-04-23", "2000-02-29", "0001-01-01"])
def test_there_is_such_a_day(text):
    assert is_day(text)


@pytest.mark.parametrize(
    "text", ["1990-04-23", "2026-01-15T10:00:00.000Z", "2026-01-15 10:00", "3000-12-31"]
)
def test_a_date_is_kept_as_it_was_written(text):
    assert date_of(f" {text} ") == text


@pytest.mark.parametrize(
    "value", ["", "12/1/2021", "2001-02-29", "3001-01-01", "20210101", 7, None]
)
def test_another_value_is_no_date(value):
    assert date_of(value) is None


@pytest.mark.parametrize(
    "text", ["2001-02-29", "1990-13-01", "1990-4-3", "0000-01-01", "23/04/1990", "1990-04-23 ", ""]
)
def test_there_is_no_such_day(text):
    assert not is_day(text)
