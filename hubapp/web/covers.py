"""Pictures of cards that have none of their own."""

from __future__ import annotations

from collections.abc import Callable

from flask import url_for
from markupsafe import Markup

from hubapp.cards import card_type_of
from hubapp.core import art
from hubapp.core.inks import inks_of
from hubapp.core.snapshot import CardSnapshot, HubSnapshot, Theme
from hubapp.web.pictures import picture_url


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


def thumbnails_of(hub_id: int, snapshot: HubSnapshot) -> Callable[[CardSnapshot], Markup]:
    """The picture of a card of this hub, or its art, small beside its name."""
    places = {card.id: place for place, card in enumerate(snapshot.cards())}
    accent = snapshot.theme.accent.removeprefix("#").lower()

    def thumbnail_of(card: CardSnapshot) -> Markup:
        card_type = card_type_of(card.kind)
        drawn = url_for(
            "editor.thumbnail",
            hub_id=hub_id,
            pattern=card_type.art if card_type else "waves",
            accent=accent,
            position=places.get(card.id, 0),
            card_id=card.id,
        )
        address = picture_url(card.cover, "400") or drawn
        return Markup('<img src="{}" alt="" loading="lazy">').format(address)

    return thumbnail_of


def picture_of(hub: HubSnapshot) -> str:
    """The picture that others show with a link to the hub: the one beside its name, its first
    cover, or its logo."""
    return hub.hero or next((card.cover for card in hub.cards() if card.cover), hub.logo)


def paints_of(theme: Theme) -> dict[str, str]:
    """Custom property -> colour, of what a cover of this theme is drawn with."""
    inks = {f"--art-{name}": ink for name, ink in inks_of(theme.accent).items()}
    return {"--ground": theme.background, **inks}
