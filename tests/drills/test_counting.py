"""SIGKILL whoever counts results, at any moment: nothing is lost, nothing is counted twice."""

from __future__ import annotations

import os
import random
import time
from datetime import timedelta

import pytest
from sqlalchemy import func, insert, select

from hubapp.core.identifiers import public_id
from hubapp.doors.database import end_reading, transaction
from hubapp.extensions import db
from hubapp.models import Activity
from hubapp.services.results import count_new
from tests.drills.test_kills import environment_of
from tests.services.visiting.visits import vote
from tests.support.application import make_hub
from tests.support.counters import Counters
from tests.support.recount import assert_sums_are_right

pytestmark = pytest.mark.journey
KILLS = int(os.environ.get("DRILL_KILLS", "8"))
"""``make drills`` kills 100 times."""
MANY = 12_000


def votes(chance: random.Random) -> None:
    """Many more like the first, over three weeks."""
    rows = db.session.scalars(select(Activity).order_by(Activity.id).limit(20)).all()
    columns = ("kind", "origin", "hub_id", "version_id", "card_id", "play_id", "speaker_id")
    made = []
    for _ in range(MANY):
        row = chance.choice(rows)
        at = row.at - timedelta(minutes=chance.randrange(30_000))
        same = {name: getattr(row, name) for name in columns}
        made.append({**same, "public_id": public_id(), "at": at, "facts": row.facts})
    with transaction() as session:
        session.execute(insert(Activity), made)


def uncounted() -> int:
    query = select(func.count()).select_from(Activity).where(Activity.counted_at.is_(None))
    found = db.session.scalar(query)
    end_reading()
    return int(found or 0)


def test_figures_equal_a_recount_after_kills(on_both_disks, sandbox):
    hub = make_hub(sandbox.url, connect=False)
    chance, made = random.Random(7), MANY  # noqa: S311 - when somebody voted, and when one is killed
    for _ in range(20):
        vote(hub)
    votes(chance)
    counters, kills = Counters(environment_of(on_both_disks)), 0
    try:
        while kills < KILLS:
            if uncounted() < MANY // 2:
                votes(chance)
                made += MANY
            counter = counters.begin()
            time.sleep(chance.uniform(0.05, 0.8))
            counters.kill(counter)
            kills += 1
    finally:
        counters.stop()
    left = uncounted()
    while uncounted():
        count_new()
    assert_sums_are_right(hub.id)
    name = db.engine.dialect.name
    print(f"{name}: {kills} kills while {made - left} were counted, {left} after; sums are right")
    assert 0 < left < made
