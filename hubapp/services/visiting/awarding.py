"""Giving what chance drew, in the transaction that admits the entry: with the last answer, or with
the form where one stands at the end. Until then nothing of the stock is touched."""

from __future__ import annotations

import random

from hubapp.cards import Opened, opened
from hubapp.core.card_type import Outcome
from hubapp.core.content import Json
from hubapp.core.prize import Prize, prize_called
from hubapp.core.snapshot import CardSnapshot
from hubapp.extensions import db
from hubapp.models import Hub, Play
from hubapp.services import stock
from hubapp.services.editing import snapshot_of_version

chance = random.SystemRandom()
TEST_CODE = "TEST-NOT-VALID"
"""In place of any code in a test."""


def decide(open_card: Opened, play: Play) -> None:
    """Decide how a play ends, once all is answered; in the caller's transaction."""
    play.outcome = stored(open_card.type.outcome(open_card.content, play.answers, chance))


def stored(outcome: Outcome) -> Json:
    """As the play keeps it."""
    kept: Json = {"values": dict(outcome.values), "screen": dict(outcome.screen)}
    if outcome.prize:
        kept["prize"] = outcome.prize
    if outcome.award:
        kept["award"] = outcome.award
    return kept


def award(card: CardSnapshot, play: Play) -> None:
    """Give the play what it drew, where there is only so much of it; what was named for then where
    there is none left. Once per play, in the caller's transaction. A test takes nothing: where it
    wins a code, it shows one that is none."""
    open_card = opened(card.kind, card.schema, card.content)
    outcome = Outcome(**play.outcome) if play.outcome else None
    if open_card is None or outcome is None:
        return
    card_type, content = open_card
    prizes = card_type.prizes(content)
    prize = prize_called(prizes, outcome.prize)
    if play.test and prize is not None and (prize.unique or prize.code):
        play.outcome = stored(outcome.with_code(TEST_CODE))
    if play.test or prize is None or not prize.runs_out:
        return
    limit = _limit_now(play.hub_id, card.id, prize)
    given = stock.give(play.id, play.hub_id, card.id, prize, limit)
    if stock.used_up(given):
        instead = prize_called(prizes, prize.instead)
        # What can run out as well is never promised: publishing asks for one that cannot.
        other = None if instead is None or instead.runs_out else instead
        play.outcome = stored(card_type.outcome_with(content, play.answers, other, chance))
    elif given.code_id:
        play.outcome = {**stored(outcome), "award": given.id}


def _limit_now(hub_id: int, card_id: str, prize: Prize) -> float:
    """How many there are by the live version, whichever version the play answers: it is one heap
    for all of them."""
    hub = db.session.get_one(Hub, hub_id)
    live = snapshot_of_version(hub.live_version_id) if hub.live_version_id else None
    card = live.card(card_id) if live else None
    open_card = opened(card.kind, card.schema, card.content) if card else None
    prizes = open_card.type.prizes(open_card.content) if open_card else ()
    now = prize_called(prizes, prize.id) or prize
    return float(now.limit)
