"""Each card of a draft has an address of its own."""

from __future__ import annotations

import pytest

from hubapp.services.editing.addresses import (
    free_card_slug,
    pages_of,
    taken_slug,
    typed_slug,
)

DOCS = {
    "hub": {"pages": ["p", "gone"]},
    "page:p": {"cards": ["a", "b", "lost"]},
    "card:a": {"slug": "spot", "title": "Spot"},
    "card:b": {"slug": "spot-2", "title": "Spot"},
    "card:c": {"slug": "free", "title": "No page names it"},
}


def test_an_address_is_taken_by_another_card_and_not_by_itself():
    (problem,) = taken_slug(DOCS, "b", "spot")
    assert str(problem.sentence) == "“Spot” already has the address “spot”."
    assert taken_slug(DOCS, "a", "spot") == taken_slug(DOCS, "a", "free") == []


@pytest.mark.parametrize("typed", ["…", " ! "])
def test_what_no_address_can_hold_is_said_and_nothing_else_put_in_its_place(typed):
    (problem,) = typed_slug("slug", typed)
    assert problem.where == "slug"
    assert "letters and digits" in str(problem.sentence)


@pytest.mark.parametrize("typed", ["", "  ", "Summer", "여름", " 夏 ", "Straße"])
def test_one_letter_or_digit_is_enough_and_an_empty_one_is_made_from_the_title(typed):
    assert typed_slug("slug", typed) == []


def test_a_new_card_gets_the_next_free_one():
    assert free_card_slug(DOCS, "Spot") == "spot-3"
    assert free_card_slug(DOCS, "Free") == "free"


def test_a_page_that_is_gone_is_none():
    assert pages_of(DOCS) == [DOCS["page:p"]]
