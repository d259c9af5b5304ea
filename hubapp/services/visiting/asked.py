"""Codes that a card asks for: looked up in its list, and used in the transaction of the answer."""

from __future__ import annotations

from collections.abc import Sequence

from hubapp.cards import Opened, opened
from hubapp.core.card_type import NotAccepted
from hubapp.core.snapshot import CardSnapshot
from hubapp.core.words import Words
from hubapp.services import stock

_UNKNOWN = Words("We do not know this code. Check it and type it again.")
USED = NotAccepted(Words("This code has been used already. Each one opens the card once."))


class CodeUsed(Exception):
    """Planned: somebody else has used the code, so nothing of the post is kept."""


def unknown(
    open_card: Opened, hub_id: int, card_id: str, step: int, raw: Sequence[str]
) -> NotAccepted | None:
    """What to say of a code that is in no list; None when it is, or none is asked for. Whether it
    was used is said by ``use`` alone: a visitor who reloads is not told off."""
    pool = open_card.type.asks_code(open_card.content, step)
    if not pool or stock.knows(hub_id, card_id, pool, raw[0] if raw else ""):
        return None
    return NotAccepted(_UNKNOWN)


def use(card: CardSnapshot, hub_id: int, step: int, raw: Sequence[str]) -> None:
    """Use the code that was typed, where one is asked for. Joins the caller's transaction. Raises
    CodeUsed."""
    open_card = opened(card.kind, card.schema, card.content)
    pool = open_card.type.asks_code(open_card.content, step) if open_card else ""
    if open_card is None or not pool:
        return
    once = open_card.type.codes_once(open_card.content)
    if not stock.use_code(hub_id, card.id, pool, raw[0] if raw else "", once):
        raise CodeUsed
