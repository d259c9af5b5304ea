"""Pictures of cards that have none of their own."""

from __future__ import annotations

from markupsafe import Markup

from hubapp.cards import card_type_of
from hubapp.core import art
from hubapp.core.snapshot import CardSnapshot


def cover_of(card: CardSnapshot) -> Markup:
    """Generated art for a card without a picture."""
    card_type = card_type_of(card.kind)
    drawn = art.cover(card_type.art if card_type else "waves", card.id)
    # Our own shapes, made of numbers.
    return Markup(drawn)  # noqa: S704
