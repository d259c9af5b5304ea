"""Pages of the visitor's side, from snapshots alone."""

from __future__ import annotations

import pytest

from hubapp.blueprints.public import pages
from hubapp.core.snapshot import (
    CardSnapshot,
    FieldSnapshot,
    FormSnapshot,
    HubSnapshot,
    PageSnapshot,
)

WHO = FieldSnapshot("1", "hidden", "who", "", options={"parameter": "external_id"})
SOURCE = FieldSnapshot("2", "hidden", "source", "", options={"parameter": "utm_source"})
EMAIL = FieldSnapshot("3", "email", "email", "Email")


def hub_with(*cards: CardSnapshot) -> HubSnapshot:
    return HubSnapshot("Summer", pages=(PageSnapshot("p", "Home", cards),))


def card_with(*fields: FieldSnapshot, kind: str = "content") -> CardSnapshot:
    return CardSnapshot("c1", kind, "card", "A card", form=FormSnapshot("end", fields=fields))


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ({"external_id": "7"}, {"external_id": "7"}),
        ({"external_id": "7", "utm_source": "mail"}, {"external_id": "7", "utm_source": "mail"}),
        ({"email": "ana@example.com", "utm_medium": "x"}, {}),
        ({"external_id": ""}, {}),
        ({}, {}),
    ],
)
def test_of_a_link_only_what_a_hidden_field_asks_for_is_kept(given, kept):
    snapshot = hub_with(card_with(WHO, EMAIL), card_with(SOURCE))
    assert pages.told_by_link(snapshot, given) == kept


def test_a_hub_without_forms_keeps_nothing():
    snapshot = hub_with(CardSnapshot("c1", "content", "card", "A card"))
    assert pages.told_by_link(snapshot, {"external_id": "7"}) == {}


def test_what_a_link_carries_has_a_bound():
    told = pages.told_by_link(hub_with(card_with(WHO)), {"external_id": "7" * 5000})
    assert len(told["external_id"]) <= 1000


def test_a_card_without_a_picture_gets_the_same_pattern_each_time():
    quiz, wheel = (CardSnapshot("c1", kind, "card", "A card") for kind in ("quiz", "wheel"))
    cover_of = pages.covers_of(HubSnapshot("Summer", pages=(PageSnapshot("p", "", (quiz,)),)))
    assert cover_of(quiz).startswith("<svg")
    assert cover_of(quiz) == cover_of(quiz) != cover_of(wheel)


def test_a_card_that_this_release_does_not_know_has_a_pattern_too():
    unknown = CardSnapshot("c1", "hologram", "card", "A card")
    assert pages.covers_of(HubSnapshot("Summer"))(unknown).startswith("<svg")


def test_a_card_that_this_release_does_not_know_says_so_in_the_list(app):
    snapshot = hub_with(
        CardSnapshot("c1", "hologram", "beam", "Beam me up"),
        CardSnapshot("c2", "content", "rules", "How it works"),
    )
    with app.test_request_context():
        page = pages.hub_page("summer", 1, snapshot, "")
    assert "How it works" in page
    assert "Beam me up" in page
    assert page.count("This card cannot be shown just now.") == 1


def test_what_the_link_carried_goes_along_to_each_card(app):
    snapshot = hub_with(CardSnapshot("c2", "content", "rules", "How it works"))
    with app.test_request_context():
        assert "/h/summer/rules/?external_id=7" in pages.hub_page(
            "summer", 1, snapshot, "external_id=7"
        )
