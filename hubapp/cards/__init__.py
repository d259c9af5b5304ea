"""The registry of card types: one line each."""

from __future__ import annotations

from hubapp.cards.content import ContentCard
from hubapp.cards.form import FormCard
from hubapp.cards.poll import Poll
from hubapp.cards.quiz import Quiz
from hubapp.cards.wheel import Wheel
from hubapp.core.card_type import CardType

CARD_TYPES: dict[str, CardType] = {
    each.kind: each for each in (Quiz(), Poll(), Wheel(), FormCard(), ContentCard())
}


def card_type_of(kind: str) -> CardType | None:
    """The card type of this kind, None when this release does not know it."""
    return CARD_TYPES.get(kind)
