"""How often one visitor, and everybody at one address of the network, may send something; and how
many were put off. Counted in the queue's memory, in one trip, before anything is asked of the
database."""

from __future__ import annotations

import hashlib
from functools import lru_cache

from flask import current_app
from limits import parse_many

from hubapp.core.destination import Rate
from hubapp.doors import queue

DAYS = 7
"""For so long is it known how many were put off."""


def wait_of(slug: str, network: str, visitor: str) -> float:
    """Take a turn for a post to a hub. Returns 0, or the seconds to wait: then nothing is taken,
    and one more was put off. A visitor is limited closely, a network generously."""
    settings = current_app.extensions["settings"]
    place = _short(slug)
    turns = [
        (f"hubapp:posts:{place}:{name}:{rate.seconds}", rate)
        for name, text in (
            (_short(network), settings.rate_limit_submissions),
            (_short(f"{network} {visitor}"), settings.rate_limit_visitor),
        )
        for rate in _rates(text)
    ]
    return queue.take_turns(turns, count_refused=place)


def put_off(slug: str) -> int:
    """Posts to a hub that were put off in these days; 0 while the queue is away."""
    return queue.refused(_short(slug), DAYS)


@lru_cache(maxsize=16)
def _rates(text: str) -> tuple[Rate, ...]:
    """``60 per minute``, several with semicolons."""
    return tuple(Rate(each.amount, each.get_expiry()) for each in parse_many(text))


def _short(typed: str) -> str:
    """As long as all others, whatever a stranger typed."""
    return hashlib.sha256(typed.encode("utf-8", "replace")).hexdigest()[:20]
