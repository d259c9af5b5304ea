"""What has happened comes into the results a moment later: counted once, whoever is killed
meanwhile, for it is added and marked in one commit."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import exists, select, update
from sqlalchemy.orm import Session

from hubapp.doors.database import end_reading, transaction
from hubapp.extensions import db
from hubapp.models import Activity, Play
from hubapp.models.columns import now
from hubapp.services.results.measures import BEGUN, of_activity, outputs_of
from hubapp.services.results.rollups import Counted, add

CHUNK = 1000
"""Activities, or plays, that are counted in one transaction."""
SECONDS = 1.0
"""In a round of the sweep."""


def count_new() -> None:
    """Count what is not counted yet, in chunks of a transaction each, for ``SECONDS``."""
    until = time.monotonic() + SECONDS
    for table, which, count in (
        (Activity, Activity.counted_at.is_(None), _count_activities),
        (Play, ~Play.counted, _count_plays),
    ):
        # Looks first: where nothing is, nobody waits for the right to write.
        while _is_any(which) and count(_next(table, which)) and time.monotonic() < until:
            pass


def _is_any(which: Any) -> bool:
    found = db.session.scalar(select(exists().where(which)))
    end_reading()
    return bool(found)


def _next(table: Any, which: Any) -> Any:
    """The oldest; those that another process has in hand are left to it."""
    query = select(table).where(which).order_by(table.id).limit(CHUNK)
    return query.with_for_update(skip_locked=True, key_share=True)


def _count_activities(query: Any) -> bool:
    with transaction() as session:
        rows: Sequence[Activity] = session.scalars(query).all()
        plays = _plays(session, rows)
        counts: Counter[Counted] = Counter()
        # For this chunk alone: reading a card takes longer than counting.
        outputs = cache(outputs_of)
        for row in rows:
            play = plays.get(row.play_id or 0)
            source = play.source if play else ""
            for metric, key in of_activity(row, play, outputs):
                counts[Counted(row.hub_id, row.card_id, row.at, metric, key, source)] += 1
        add(session, counts)
        mark = update(Activity).where(Activity.id.in_([row.id for row in rows]))
        _mark(session, mark.values(counted_at=now()))
    return len(rows) == CHUNK


def _plays(session: Session, rows: Sequence[Activity]) -> dict[int, Play]:
    ids = {row.play_id for row in rows if row.play_id}
    return {play.id: play for play in session.scalars(select(Play).where(Play.id.in_(ids)))}


def _count_plays(query: Any) -> bool:
    with transaction() as session:
        rows: Sequence[Play] = session.scalars(query).all()
        counts = Counter(
            Counted(row.hub_id, row.card_id, row.created_at, BEGUN, "", row.source) for row in rows
        )
        add(session, counts)
        mark = update(Play).where(Play.id.in_([row.id for row in rows]))
        _mark(session, mark.values(counted=True))
    return len(rows) == CHUNK


def _mark(session: Session, statement: Any) -> None:
    session.execute(statement.execution_options(synchronize_session=False))
