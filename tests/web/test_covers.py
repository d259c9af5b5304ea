"""Every card has a picture."""

from __future__ import annotations

from hubapp.core.snapshot import CardSnapshot, HubSnapshot, PageSnapshot
from hubapp.web.covers import covers_of, picture_of, thumbnails_of


def test_a_card_without_a_picture_gets_the_same_pattern_each_time():
    quiz, wheel = (CardSnapshot("c1", kind, "card", "A card") for kind in ("quiz", "wheel"))
    cover_of = covers_of(HubSnapshot("Summer", pages=(PageSnapshot("p", "", (quiz,)),)))
    assert cover_of(quiz).startswith("<svg")
    assert cover_of(quiz) == cover_of(quiz) != cover_of(wheel)


def test_a_card_that_this_release_does_not_know_has_a_pattern_too():
    unknown = CardSnapshot("c1", "hologram", "card", "A card")
    assert covers_of(HubSnapshot("Summer"))(unknown).startswith("<svg")


def test_beside_its_name_a_card_has_its_picture_or_its_art(app):
    drawn = CardSnapshot("c1", "quiz", "card", "A card")
    shown = CardSnapshot("c2", "hologram", "other", "Another", cover="cover")
    snapshot = HubSnapshot("Summer", pages=(PageSnapshot("p", "", (shown, drawn)),))
    with app.test_request_context():
        thumbnail_of = thumbnails_of(7, snapshot)
        assert 'src="/hubs/7/edit/art/tiles-ff5a36/1/c1.svg"' in thumbnail_of(drawn)
        assert 'src="/pictures/cover?size=400"' in thumbnail_of(shown)


def test_a_link_shows_what_stands_beside_the_name_or_the_first_cover_or_the_logo():
    card = CardSnapshot("c1", "quiz", "card", "A card", cover="cover")
    page = PageSnapshot("p", "", (card,))
    assert picture_of(HubSnapshot("Summer", hero="hero", logo="logo", pages=(page,))) == "hero"
    assert picture_of(HubSnapshot("Summer", logo="logo", pages=(page,))) == "cover"
    assert picture_of(HubSnapshot("Summer", logo="logo")) == "logo"
