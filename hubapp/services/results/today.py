"""How many entries came today, of many hubs at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from sqlalchemy import select

from hubapp.core.opening import day_around
from hubapp.extensions import db
from hubapp.models import Rollup
from hubapp.models.activity import SUBMITTED
from hubapp.models.columns import now
from hubapp.models.rollup import OF_HUB


def entries_today(zones: Mapping[int, str]) -> Counter[int]:
    """Hub id -> forms sent since its midnight. zones: hub id -> time zone. From the sums, in one
    query of a day's rows."""
    at = now()
    began = {hub_id: day_around(at, zone)[0] for hub_id, zone in zones.items()}
    found: Counter[int] = Counter()
    if not began:
        return found
    query = select(Rollup.hub_id, Rollup.at, Rollup.count).where(
        Rollup.hub_id.in_(began),
        Rollup.span == OF_HUB,
        Rollup.metric == SUBMITTED,
        Rollup.at >= min(began.values()),
    )
    for hub_id, when, count in db.session.execute(query):
        if when >= began[hub_id]:
            found[hub_id] += count
    return found
