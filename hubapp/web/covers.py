"""Pictures of cards that have none of their own."""

from __future__ import annotations

from collections.abc import Callable

from markupsafe import Markup

from hubapp.cards import card_type_of
from hubapp.core import art
from hubapp.core.inks import inks_of
from hubapp.core.snapshot import CardSnapshot, HubSnapshot, Theme


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


def picture_of(hub: HubSnapshot) -> str:
    """The picture that others show with a link to the hub: the one beside its name, its first
    cover, or its logo."""
    return hub.hero or next((card.cover for card in hub.cards() if card.cover), hub.logo)


def paints_of(theme: Theme) -> dict[str, str]:
    """Custom property -> colour, of what a cover of this theme is drawn with."""
    inks = {f"--art-{name}": ink for name, ink in inks_of(theme.accent).items()}
    return {"--ground": theme.background, **inks}
