"""Every card has a picture."""

from __future__ import annotations

from hubapp.core.snapshot import CardSnapshot
from hubapp.web.covers import cover_of


def test_a_card_without_a_picture_gets_the_same_pattern_each_time():
    quiz, wheel = (CardSnapshot("c1", kind, "card", "A card") for kind in ("quiz", "wheel"))
    assert cover_of(quiz).startswith("<svg")
    assert cover_of(quiz) == cover_of(quiz) != cover_of(wheel)


def test_a_card_that_this_release_does_not_know_has_a_pattern_too():
    unknown = CardSnapshot("c1", "hologram", "card", "A card")
    assert cover_of(unknown).startswith("<svg")
