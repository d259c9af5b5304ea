"""Dates as Braze reads them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from hubapp.sandbox.dates import is_nested_date, looks_like_date, moment_of


@pytest.mark.parametrize(
    "text",
    ["2021-12-01", "2021/12/01", "12-1-2021", "1.2.2026", "Wed Dec 01 10:15:00 +0000 2021"],
)
def test_a_text_like_a_date_becomes_one(text):
    assert looks_like_date(text)


@pytest.mark.parametrize(
    "text",
    ["blue", "12/1", "10.0.0.1", "1/1/3001", "3001-01-01", "Wed Dec 01 10:15:00 +0000 3021"],
)
def test_another_text_stays_one(text):
    assert not looks_like_date(text)


@pytest.mark.parametrize(
    "value",
    [
        "2026-01-15T10:00:00.000Z",
        "2026-01-15",
        "2026-01-15T10:00:00",
        "2026-01-15T10:00:00+11:00",
        "2026-01-15T10:00:00 +1100",
        "2026-01-15 10:00:00 -0500",
        " 2026-01-15T10:00:00Z",
        "2026-01-15T10:00:00:123+0000",
        "2026-01-15T10:00:00:123Z",
    ],
)
def test_a_time_may_be_written_in_these_forms(value):
    assert moment_of(value) is not None


@pytest.mark.parametrize(
    "value", [None, 1768471200, "", "tomorrow", "2026-13-01T00:00:00Z", "15/01/2026", "10:00"]
)
def test_other_values_are_no_times(value):
    assert moment_of(value) is None


@pytest.mark.parametrize(
    "value",
    ["2026-01-15T10:00:00:250Z", "2026-01-15T10:00:00.250", "2026-01-15 12:00:00.250 +0200"],
)
def test_a_moment_without_a_zone_is_utc(value):
    assert moment_of(value) == datetime(2026, 1, 15, 10, 0, 0, 250_000, UTC)


@pytest.mark.parametrize("value", ["2026-01-15", "12/31/2026", "2026-01-15T10:00:00Z"])
def test_a_date_inside_an_object(value):
    assert is_nested_date(value)


@pytest.mark.parametrize("value", ["soon", "31/12/2026", "2026-02-30", "3001-01-01", "", 7, None])
def test_no_date_inside_an_object(value):
    assert not is_nested_date(value)
