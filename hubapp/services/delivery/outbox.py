"""The outbox: one delivery row per connection, written with what caused it. The row is the
truth, the queue a nudge."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, inspect, or_, select

from hubapp.core.confirming import person_mark
from hubapp.core.mapping import WAIT, FieldMapping, Kept, Record, Unmappable
from hubapp.core.retrying import State
from hubapp.core.words import NOTHING
from hubapp.doors import queue, rows
from hubapp.doors.database import after_commit_in_background
from hubapp.extensions import db
from hubapp.models import Account, Connection, Delivery, OutboxRow
from hubapp.models.columns import now
from hubapp.models.outbox import ASIDE, LIVE, PRIORITIES
from hubapp.services.delivery import keeping, triggers
from hubapp.services.delivery.reasons import NO_IDENTITY
from hubapp.services.delivery.telling import Event, mapped, record_to_send
from hubapp.services.delivery.whom import connections_told

Lane = tuple[int, int]
"""Account id and lane."""


def lane_of(person: str, lanes: int) -> int:
    """The lane of a person: always the same one, so two updates are never in flight at once."""
    digest = hashlib.blake2b(person.encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big") % lanes


def add_deliveries(
    hub_id: int,
    known: Mapping[str, Any],
    receipts: Collection[str] = (),
    *,
    card_id: str,
    time: datetime,
    submission_id: int | None = None,
    play_id: int | None = None,
    activity_id: int | None = None,
    event: Event = Event.WITH_IT,
    only: Collection[str] = (),
    but: Collection[int] = (),
    test: bool = False,
) -> list[Lane]:
    """Add a row per connection of the hub to the session; the caller wakes after its commit.

    known: source key -> value. What cannot be mapped becomes a rejected row that says why. only:
    the source keys that are told, with who it is and nothing else; but: connections that have got
    it; test: see ``whom.py``. receipts: the source keys that hold a consent; one leaves with its
    submission and never with a play that comes after it. activity_id: what they tell of. event:
    whether this is what the one event of a play goes with. Returns the lanes to wake.
    """
    lanes: list[Lane] = []
    form = submission_id is not None
    of = {"submission_id": submission_id, "play_id": play_id, "activity_id": activity_id}
    connections = connections_told(hub_id, test)
    for connection in (each for each in connections if each.id not in but):
        record = record_to_send(connection, known, receipts, time, event, form, only)
        if record is None:
            continue
        lane = _add(connection, Delivery(card_id=card_id, created_at=time, **of), record)
        if lane is not None:
            let_out = _let_out(connection, activity_id, known, receipts)
            # What is paused or held goes nowhere now: nobody is woken for it.
            lanes += [lane, *let_out] if connection.standing == "on" else []
    asking = [each for each in connections if each.triggers and activity_id]
    asked = (_ask(each, known, receipts, (activity_id, time)) for each in asking)
    return lanes + [lane for found in asked for lane in found]


def _let_out(
    connection: Connection, activity_id: int | None, known: Mapping[str, Any], receipts: Any
) -> list[Lane]:
    """What was kept until it is known whose it is: it goes out behind what has told it."""
    mapping = FieldMapping.from_json(connection.mapping)
    if mapping.lacking != WAIT or activity_id is None:
        return []
    told = {mapping.identity_source: known.get(mapping.identity_source)}
    lanes = []
    for kept, facts in keeping.kept_of(connection.id, activity_id):
        own = {key: value for key, value in facts.items() if value not in (None, "", [])}
        of_form = kept.submission_id is not None
        record = record_to_send(
            connection, told | own, receipts, kept.created_at, Event.WITH_IT, of_form
        )
        if isinstance(record, Record):
            fresh = record if keeping.still_given(kept) else record.without_once()
            kept.place, kept.words = kept.id, NOTHING
            kept.mapping_number = connection.mapping_number
            lanes.append(put_in_line(connection, kept, fresh))
    return lanes


def _ask(
    connection: Connection, known: Mapping[str, Any], receipts: Any, of: tuple[Any, datetime]
) -> list[Lane]:
    """The messages whose moment this is, behind what is told of it. of: activity and time."""
    mapping = FieldMapping.from_json(connection.mapping)
    told = mapped(connection.kind, mapping, known, of[1], receipts)
    made = triggers.due_deliveries(connection, of, known, told)
    return [put_in_line(connection, delivery, record) for delivery, record in made]


def _add(connection: Connection, delivery: Delivery, record: Record | Unmappable) -> Lane | None:
    """The lane to wake; None: it is turned away."""
    delivery.connection_id, delivery.account_id = connection.id, connection.account_id
    delivery.mapping_number = connection.mapping_number
    if isinstance(record, Unmappable):
        _turn_away(delivery, record)
        db.session.add(delivery)
        return None
    return put_in_line(connection, delivery, record)


def _turn_away(delivery: Delivery, wrong: Unmappable) -> None:
    """It ends here: rejected, or kept as the connection says."""
    delivery.person, delivery.record = "", None
    if isinstance(wrong, Kept):
        delivery.person, delivery.state, delivery.words = wrong.whose, State.KEPT, wrong.sentence
        return
    delivery.state, delivery.done_at = State.REJECTED, delivery.created_at
    delivery.words, delivery.reason = wrong.sentence, str(NO_IDENTITY)


def put_in_line(
    connection: Connection, delivery: Delivery, record: Record, priority: int = LIVE
) -> Lane:
    """Let a delivery, new or of the session, wait with this record: it is written, and its row in
    the outbox with it. Returns the lane to wake."""
    delivery.state, delivery.reason = State.WAITING, ""
    delivery.person, delivery.record = record.person_key, record.to_json()
    if inspect(delivery).transient:
        rows.write(delivery)
    else:
        db.session.flush()
    lane = lane_of(record.person_key, connection.account.lanes)
    waits = {
        "account_id": connection.account_id,
        "lane": lane,
        "priority": priority + (ASIDE if connection.stands_aside else 0),
        "delivery_id": delivery.id,
        "person": person_mark(record.person_key),
    }
    rows.write_all(OutboxRow, [waits])
    return connection.account_id, lane


def in_line(connection: Connection) -> tuple[ColumnElement[bool], ...]:
    """Where what waits of a connection may stand, beside what others have there."""
    most = select(func.max(Account.lanes)).where(Account.id.in_(connection.account_ids))
    return (
        OutboxRow.account_id.in_(connection.account_ids),
        OutboxRow.lane.in_(range(db.session.scalar(most) or 0)),
        OutboxRow.priority.in_(PRIORITIES),
    )


def is_due(account_id: int, lane: int) -> bool:
    """Something in this lane could be sent now. One look into the index, whether ten wait or a
    million. Only reads; whoever goes on to wait for others ends the reading first."""
    row = select(OutboxRow.delivery_id).where(
        OutboxRow.account_id == account_id,
        OutboxRow.lane == lane,
        OutboxRow.priority < ASIDE,
        or_(OutboxRow.due_at.is_(None), OutboxRow.due_at <= now()),
    )
    # In the key's order, or PostgreSQL may read and sort all that waits in the lane.
    found = db.session.scalar(row.order_by(OutboxRow.priority, OutboxRow.delivery_id).limit(1))
    return found is not None


def backlog(account_id: int, most: int) -> tuple[int, float]:
    """How many deliveries of an account wait, counted up to ``most``, and for how many seconds the
    oldest has."""
    some = select(OutboxRow.delivery_id).where(OutboxRow.account_id == account_id).limit(most)
    number = int(db.session.scalar(select(func.count()).select_from(some.subquery())) or 0)
    if not number:
        return 0, 0.0
    first = db.session.scalar(
        select(Delivery.created_at)
        .where(Delivery.id.in_(_oldest_of_lanes(account_id)))
        .order_by(Delivery.id)
        .limit(1)
    )
    return number, max(0.0, (now() - first).total_seconds()) if first else 0.0


def _oldest_of_lanes(account_id: int) -> list[int]:
    """One look into the index for each lane and priority."""
    lanes = db.session.scalar(select(Account.lanes).where(Account.id == account_id)) or 0
    found = (
        db.session.scalar(
            select(func.min(OutboxRow.delivery_id)).where(
                OutboxRow.account_id == account_id,
                OutboxRow.lane == lane,
                OutboxRow.priority == priority,
            )
        )
        for lane in range(lanes)
        for priority in PRIORITIES
    )
    return [each for each in found if each is not None]


def wake_after_commit(lanes: Iterable[Lane]) -> None:
    """Nudge the workers once the caller's transaction is committed, each lane once, in the
    background: a queue that is slow holds up nobody, and one that is down only delays, for the
    sweep finds the row."""
    for account_id, lane in lanes:
        after_commit_in_background(queue.wake_drain, account_id, lane)
