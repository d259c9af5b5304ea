"""Pictures of cards that have none of their own."""

from __future__ import annotations

from collections.abc import Callable

from markupsafe import Markup

from hubapp.cards import card_type_of
from hubapp.core import art
from hubapp.core.snapshot import CardSnapshot, HubSnapshot


def hero_of(snapshot: HubSnapshot) -> Markup:
    """The art beside a hub's name."""
    # Our own shapes, made of numbers.
    return Markup(art.hero(snapshot.name))  # noqa: S704


def covers_of(snapshot: HubSnapshot) -> Callable[[CardSnapshot], Markup]:
    """Generated art for a card of this hub without a picture."""
    places = {card.id: place for place, card in enumerate(snapshot.cards())}

    def cover_of(card: CardSnapshot) -> Markup:
        card_type = card_type_of(card.kind)
        drawn = art.cover(card_type.art if card_type else "waves", card.id, places.get(card.id, 0))
        # Our own shapes, made of numbers.
        return Markup(drawn)  # noqa: S704

    return cover_of
