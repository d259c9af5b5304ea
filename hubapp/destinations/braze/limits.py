"""How much and how fast Braze takes (CONTRACT 2.2, 2.3)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hubapp.core.destination import Rate
from hubapp.core.errors import Problem
from hubapp.core.words import Words
from hubapp.destinations.braze.payload import MOST_OBJECTS, Limit

BATCHES = (
    ("75", Words("75 in total (Braze's rule today)")),
    ("50", Words("50 in total (safe on every plan)")),
    ("legacy", Words("75 attributes and 75 events (older contracts)")),
)
"""Choice -> words."""
_BURST_SECONDS, _HOUR = 3, 3600
BURST = 3000
"""Requests in 3 seconds, of a workspace."""
_MOST = 100_000_000


def clean_limits(posted: Mapping[str, str]) -> tuple[dict[str, Any], list[Problem]]:
    """``batch``, ``burst`` and ``hourly`` as settings; only what differs from the defaults."""
    settings: dict[str, Any] = {}
    problems = []
    batch = posted.get("batch", "")
    if batch in dict(BATCHES) and batch != str(MOST_OBJECTS):
        settings["batch"] = batch
    for name, default in (("burst", str(BURST)), ("hourly", "")):
        text = posted.get(name, "").strip().replace(",", "")
        if text in ("", default):
            continue
        if text.isascii() and text.isdecimal() and len(text) < 10 and 0 < int(text) <= _MOST:
            settings[name] = int(text)
        else:
            sentence = Words("Enter a whole number of requests, 1 or more.")
            problems.append(Problem(name, sentence))
    return settings, problems


def limit_of(settings: Mapping[str, Any]) -> Limit:
    """How many objects one request may carry."""
    batch = str(settings.get("batch") or MOST_OBJECTS)
    return Limit(each=True) if batch == "legacy" else Limit(int(batch))


def rates_of(settings: Mapping[str, Any]) -> list[Rate]:
    """The burst always, the hour when it is set."""
    rates = [Rate(int(settings.get("burst") or BURST), _BURST_SECONDS)]
    if hourly := settings.get("hourly"):
        rates.append(Rate(int(hourly), _HOUR))
    return rates
