"""Every card has a picture."""

from __future__ import annotations

from hubapp.core.snapshot import CardSnapshot, HubSnapshot, PageSnapshot
from hubapp.web.covers import covers_of


def test_a_card_without_a_picture_gets_the_same_pattern_each_time():
    quiz, wheel = (CardSnapshot("c1", kind, "card", "A card") for kind in ("quiz", "wheel"))
    cover_of = covers_of(HubSnapshot("Summer", pages=(PageSnapshot("p", "", (quiz,)),)))
    assert cover_of(quiz).startswith("<svg")
    assert cover_of(quiz) == cover_of(quiz) != cover_of(wheel)


def test_a_card_that_this_release_does_not_know_has_a_pattern_too():
    unknown = CardSnapshot("c1", "hologram", "card", "A card")
    assert covers_of(HubSnapshot("Summer"))(unknown).startswith("<svg")
