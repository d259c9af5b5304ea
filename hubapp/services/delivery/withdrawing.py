"""A consent is taken back: what still waits goes without it, and whoever got it is told. A piece,
which joins the caller's transaction."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from sqlalchemy import select

from hubapp.core.destination import Rights
from hubapp.core.mapping import FieldMapping, Record
from hubapp.core.times import rfc3339
from hubapp.destinations import destination_of
from hubapp.extensions import db
from hubapp.models import Connection, Delivery, Submission
from hubapp.models.columns import now
from hubapp.models.delivery import TAKEN_BACK
from hubapp.services.delivery.forgetting import claimed_of, may_have_arrived, send_last
from hubapp.services.delivery.outbox import wake_after_commit


def take_consent_back(
    connection: Connection, submission: Submission, source: str, activity_id: int | None = None
) -> bool:
    """Take the consent of a submission back on a connection that is held still. source: the key of
    its field; activity_id: what happened. True: the destination may have it, and is told that it is
    withdrawn."""
    mapping = FieldMapping.from_json(connection.mapping)
    targets = {row.target for row in mapping.rows if row.source == source}
    query = select(Delivery).where(
        Delivery.submission_id == submission.id, Delivery.connection_id == connection.id
    )
    rows = db.session.scalars(query.order_by(Delivery.id).with_for_update()).all()
    in_hand, got = claimed_of(*connection.account_ids), []
    for row in rows:
        if may_have_arrived(row) or row.id in in_hand:
            got += [row] if _carries(row, targets) else []
        elif row.record is not None:
            row.record = _without(Record.from_json(row.record), targets).to_json()
    taken = _taken_back(got[-1], connection, targets) if got else None
    if taken is None:
        return False
    id_, lane = send_last(connection, taken, submission)
    row = db.session.get_one(Delivery, id_)
    row.activity_id, row.purpose = activity_id, TAKEN_BACK
    if connection.standing == "on":
        wake_after_commit([lane])
    return True


def _carries(row: Delivery, targets: Collection[str]) -> bool:
    """What was wiped may have."""
    if row.record is None:
        return bool(targets) and bool(row.person)
    return bool(set(targets) & set(row.record.get("once", ())))


def _without(record: Record, targets: Collection[str]) -> Record:
    values = {key: value for key, value in record.values.items() if key not in targets}
    once = tuple(each for each in record.once if each not in targets)
    return replace(record, values=values, once=once)


def _taken_back(row: Delivery, connection: Connection, targets: Collection[str]) -> Record | None:
    """What tells the destination so; None: it cannot be told."""
    destination = destination_of(connection.kind)
    rights = destination.rights if destination else Rights()
    rule, _, identity = row.person.partition(":")
    given = dict.fromkeys(sorted(targets), True)
    record = Record(row.person, rule, identity, rfc3339(now()), "", given, once=tuple(given))
    return rights.withdrawn(record)
