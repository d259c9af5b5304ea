"""Verdict + attempts -> what becomes of a delivery. We own the limits, not the queue."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from random import Random

from hubapp.core.destination import Action, Verdict

FIRST_DELAY = 1.0
LONGEST_DELAY = 300.0
"""Seconds. CONTRACT 6.4: 1 s, doubled, full jitter, at most 5 min."""
HORIZON = timedelta(hours=24)


class State(StrEnum):
    """Of a delivery. While a worker has it in hand it is still ``waiting``."""

    WAITING = "waiting"
    DELIVERED = "delivered"
    REJECTED = "rejected"
    KEPT = "kept"
    """It is not sent, as its connection says: see ``core/mapping.Kept``."""


@dataclass(frozen=True)
class Next:
    """state; delay: seconds until the next attempt; counts: this try is an attempt."""

    state: State
    delay: float = 0.0
    counts: bool = True


def backoff(attempts: int, chance: Random) -> float:
    """Seconds to wait after ``attempts`` failed ones: exponential, full jitter. After the first at
    most ``FIRST_DELAY``."""
    ceiling = min(LONGEST_DELAY, FIRST_DELAY * 2.0 ** (min(attempts, 20) - 1))
    return max(0.2, chance.uniform(0, ceiling))


def after(verdict: Verdict, attempts: int, age: timedelta, chance: Random) -> Next:
    """What happens next. attempts: tries so far, this one included; age: since it was made."""
    if verdict.action is Action.DELIVERED:
        return Next(State.DELIVERED)
    if verdict.action is Action.REJECTED:
        return Next(State.REJECTED)
    if verdict.action is Action.THROTTLED:
        return Next(State.WAITING, verdict.wait or backoff(attempts, chance), counts=False)
    if verdict.action in (Action.HOLD, Action.STOP, Action.SPLIT):
        return Next(State.WAITING, counts=False)
    if age >= HORIZON:
        return Next(State.REJECTED)
    return Next(State.WAITING, verdict.wait or backoff(attempts, chance))
