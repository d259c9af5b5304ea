"""Each card of a draft has an address of its own."""

from __future__ import annotations

from hubapp.services.editing.addresses import free_card_slug, pages_of, taken_slug

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


def test_a_new_card_gets_the_next_free_one():
    assert free_card_slug(DOCS, "Spot") == "spot-3"
    assert free_card_slug(DOCS, "Free") == "free"


def test_a_page_that_is_gone_is_none():
    assert pages_of(DOCS) == [DOCS["page:p"]]
