"""Pages of the visitor's side, from snapshots alone."""

from __future__ import annotations

import re

from hubapp.blueprints.public import pages
from hubapp.core.snapshot import CardSnapshot, HubSnapshot, PageSnapshot


def hub_with(*cards: CardSnapshot) -> HubSnapshot:
    return HubSnapshot("Summer", pages=(PageSnapshot("p", "Home", cards),))


def test_a_card_that_this_release_does_not_know_says_so_in_the_list(app):
    snapshot = hub_with(
        CardSnapshot("c1", "hologram", "beam", "Beam me up"),
        CardSnapshot("c2", "content", "rules", "How it works"),
    )
    with app.test_request_context():
        page = pages.hub_page("summer", 1, snapshot)
    assert "How it works" in page
    assert "Beam me up" in page
    assert page.count("This card cannot be shown just now.") == 1


def test_a_picture_stands_beside_the_name_in_place_of_the_drawing(app):
    with app.test_request_context():
        drawn = pages.hub_page("summer", 1, HubSnapshot("Summer"))
        shown = pages.hub_page("summer", 1, HubSnapshot("Summer", hero="abc", hero_alt="A beach"))
    assert ("<img" in drawn, '<div class="hero-art"><svg' in drawn) == (False, True)
    assert re.search(r'<div class="hero-art"><img [^>]*src="/pictures/abc"', shown)
    assert 'alt="A beach"' in shown
    assert ('<svg class="art' in shown, 'fetchpriority="high"' in shown) == (False, True)
