"""Who would get a second profile by another rule: found by what until now, and by what then."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import func, select

from hubapp.core.mapping import FieldMapping, Record
from hubapp.core.words import Words
from hubapp.doors.database import end_reading, transaction
from hubapp.extensions import db
from hubapp.models import Activity, Connection, Delivery
from hubapp.services import audit
from hubapp.services.delivery import mapped
from hubapp.services.integrations.connections import told_of
from hubapp.services.visiting import known_to, submission_of

CHUNK = 200
_HEADINGS = (
    Words("Found until now by"),
    Words("Which was"),
    Words("Would be found by"),
    Words("Which is"),
)


def pairs_of(connection: Connection, mapping: FieldMapping) -> Iterator[Sequence[Any]]:
    """The headings, and a line for each person whom this mapping would find as somebody else; an
    empty second half: not at all. That somebody took them is noted before the first is read."""
    with transaction():
        workspace_id = connection.account.workspace_id
        audit.note(workspace_id, audit.Act.DELIVERIES_EXPORTED, told_of(connection))
    return _rows(connection.id, connection.kind, mapping)


def _rows(connection_id: int, kind: str, mapping: FieldMapping) -> Iterator[Sequence[Any]]:
    yield _HEADINGS
    person, more = "", True
    while more:
        newest = (
            select(Delivery.person, func.max(Delivery.activity_id))
            .where(Delivery.connection_id == connection_id, Delivery.person > person)
            .group_by(Delivery.person)
            .order_by(Delivery.person)
            .limit(CHUNK)
        )
        found = [(row[0], row[1]) for row in db.session.execute(newest)]
        for person, activity_id in found:
            then = _then(kind, mapping, activity_id)
            if then is None or then.person_key != person:
                by, _, identity = person.partition(":")
                yield by, identity, then.identify_by if then else "", then.identity if then else ""
        more = len(found) == CHUNK
        end_reading()


def _then(kind: str, mapping: FieldMapping, activity_id: int | None) -> Record | None:
    activity = db.session.get(Activity, activity_id) if activity_id else None
    if activity is None:
        return None
    known = known_to(activity, submission_of(activity.play_id))
    record = mapped(kind, mapping, known, activity.at, ())
    return record if isinstance(record, Record) else None
