"""The outbox: one delivery row per connection, written with what caused it. The row is the
truth, the queue a nudge."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select

from hubapp import queue
from hubapp.core.mapping import FieldMapping, Record, Unmappable, record_of
from hubapp.core.retrying import State
from hubapp.extensions import db
from hubapp.models import Connection, Delivery
from hubapp.services.sourcing import rfc3339

Lane = tuple[int, int]
"""Connection id and lane."""


def lane_of(person: str, lanes: int) -> int:
    """The lane of a person: always the same one, so two updates are never in flight at once."""
    digest = hashlib.blake2b(person.encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big") % lanes


def add_deliveries(
    hub_id: int,
    known: Mapping[str, Any],
    *,
    card_id: str,
    time: datetime,
    submission_id: int | None = None,
    play_id: int | None = None,
) -> list[Lane]:
    """Add a row per connection of the hub to the session; the caller commits, then wakes.

    known: source key -> value. What cannot be mapped becomes a rejected row that says why.
    Returns the lanes to wake.
    """
    lanes = []
    for connection in db.session.scalars(select(Connection).where(Connection.hub_id == hub_id)):
        mapping = FieldMapping.from_json(connection.mapping)
        record = record_of(mapping, known, rfc3339(time))
        if submission_id is None and not _worth_sending(record, known, mapping):
            continue
        row = Delivery(
            connection_id=connection.id,
            submission_id=submission_id,
            play_id=play_id,
            card_id=card_id,
            due_at=time,
            created_at=time,
        )
        if isinstance(record, Unmappable):
            row.person, row.lane, row.record = "", 0, None
            row.state, row.words, row.done_at = State.REJECTED, record.sentence, time
        else:
            row.person, row.record = record.person_key, record.to_json()
            row.lane = lane_of(record.person_key, connection.lanes)
            row.state = State.WAITING
            if connection.state == "on":
                lanes.append((connection.id, row.lane))
        db.session.add(row)
    return lanes


def _worth_sending(
    record: Record | Unmappable, known: Mapping[str, Any], mapping: FieldMapping
) -> bool:
    """A play alone is sent when it tells something that its form did not: an answer."""
    if isinstance(record, Unmappable):
        return False
    return any(row.source.startswith("card.") and row.source in known for row in mapping.rows)


def wake(lanes: Iterable[Lane]) -> None:
    """Nudge the workers, best effort: a queue that is down only delays, the sweep finds the row."""
    for connection_id, lane in set(lanes):
        queue.wake_drain(connection_id, lane)
