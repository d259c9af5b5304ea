"""The registry of card types: one line each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from hubapp.cards.box import Box
from hubapp.cards.code import SecretCode
from hubapp.cards.content import ContentCard
from hubapp.cards.form import FormCard
from hubapp.cards.personality import Personality
from hubapp.cards.poll import Poll
from hubapp.cards.quiz import Quiz
from hubapp.cards.scratch import Scratch
from hubapp.cards.survey import Survey
from hubapp.cards.swiper import Swiper
from hubapp.cards.video import Video
from hubapp.cards.vote import Vote
from hubapp.cards.wheel import Wheel
from hubapp.core.card_type import CardType, Unreadable

CARD_TYPES: dict[str, CardType[Any]] = {
    each.kind: each
    for each in (
        Quiz(),
        Poll(),
        Wheel(),
        FormCard(),
        ContentCard(),
        Personality(),
        Survey(),
        Scratch(),
        Box(),
        Swiper(),
        Vote(),
        SecretCode(),
        Video(),
    )
}


class Opened(NamedTuple):
    """A card that this release can show: its type and what it holds."""

    type: CardType[Any]
    content: Any


def opened(kind: str, schema: int, stored: Mapping[str, Any]) -> Opened | None:
    """A stored card. None: its kind is not known here, or what is stored cannot be read; it is kept
    as it is, and a placeholder is shown."""
    card_type = CARD_TYPES.get(kind)
    if card_type is None:
        return None
    try:
        return Opened(card_type, card_type.read(stored, schema))
    except Unreadable:
        return None


def card_type_of(kind: str) -> CardType[Any] | None:
    """The card type of this kind, None when this release does not know it."""
    return CARD_TYPES.get(kind)
