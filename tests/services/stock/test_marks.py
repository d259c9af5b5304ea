"""A code is found by a mark from which nobody reads it."""

from __future__ import annotations

import pytest

from hubapp.services.stock.marks import mark_of


@pytest.mark.parametrize("typed", ["SUN-2026", "sun 2026", "Sun2026"])
def test_a_code_that_is_asked_for_has_one_mark_however_it_is_typed(typed):
    assert mark_of("key", 1, typed, asked=True) == mark_of("key", 1, "SUN-2026", asked=True)


def test_codes_that_are_given_differ_by_each_character():
    marks = {mark_of("key", 1, code, asked=False) for code in ("A-1", "a-1", "A1", "A 1")}
    assert len(marks) == 4


def test_a_mark_is_of_one_list_in_one_workspace():
    marks = {mark_of(key, pool, "A1", asked=True) for key in ("key", "other") for pool in (1, 2)}
    assert len(marks) == 4
    assert {len(each) for each in marks} == {32}


def test_what_cannot_be_written_has_a_mark_too():
    assert mark_of("key", 1, "\ud800", asked=True)
