"""Dropdown: as a single choice, see test_single_choice.py."""

from __future__ import annotations

from hubapp.fields.dropdown import Dropdown


def test_it_offers_what_the_marketer_wrote():
    assert [words for _, words in Dropdown().choices({"choices": "Yes\nNo"})] == ["Yes", "No"]
