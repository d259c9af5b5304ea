"""How long a browser is taken for whoever named themselves on it, how long what nobody has put a
name to waits for one, and how long people are known after a hub has closed."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple

from hubapp.core.words import Words

MONTH, SITTING, NEVER = "month", "sitting", "never"
_SITTING = Words("Until half an hour passes without a play")
STAYS = {
    MONTH: Words("For 30 days"),
    SITTING: _SITTING,
    NEVER: Words("Never: each card begins with somebody new"),
}
"""How long somebody is taken for whom they said they are, as the marketer chooses it."""
WEEK = "week"
WAITS = {
    SITTING: _SITTING,
    WEEK: Words("Until 7 days pass without a play"),
    NEVER: Words("Never: they stay anonymous, in the counts alone"),
}
"""How long what nobody has put a name to waits for one, as the marketer chooses it."""
MOST_DAYS = 3650


class Staying(NamedTuple):
    """What a hub has chosen. named: one of ``STAYS``; answers: one of ``WAITS``."""

    named: str = MONTH
    answers: str = SITTING


USUAL = Staying()


def erased_at(closes: datetime | None, days: int) -> datetime | None:
    """When the people of a hub are erased. closes: when it closes for good; days: after that, 0:
    they are not. None: never."""
    return closes + timedelta(days=days) if closes is not None and days > 0 else None
