"""How long a browser is taken for whoever named themselves on it, how long what nobody has put a
name to waits for one, and how long people are known after a hub has closed."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple

MONTH, SITTING, NEVER = "month", "sitting", "never"
STAYS = (MONTH, SITTING, NEVER)
"""30 days; until half an hour of silence; only for the card at which they said it."""
WEEK = "week"
WAITS = (SITTING, WEEK, NEVER)
"""Until half an hour of silence; until 7 days of it; not at all: it stays anonymous."""
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
