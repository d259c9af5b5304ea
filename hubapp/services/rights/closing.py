"""So many days after a hub has closed, everything that people told it is forgotten here. What other
hubs were told stays, and so does what destinations got. Counts stay. In transactions of bounded
size; what is left when a process dies, or a worker has in hand, the next round takes."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, String, cast, delete, exists, or_, select

from hubapp.doors.database import end_reading, transaction
from hubapp.extensions import db
from hubapp.models import Activity, Contact, ContactValue, Hub, Play, Speaker, Submission, Told
from hubapp.models.columns import now
from hubapp.services import delivery
from hubapp.services.rights import facts, leaving
from hubapp.services.rights.erasing import CHUNK, SECONDS

_QUIETLY = {"synchronize_session": False}
_HANGING: tuple[Any, ...] = (Play, Submission, Speaker, Activity)


def erase_closed() -> None:
    """Some of all that is due. A step of the sweep."""
    due = select(Hub.id).where(Hub.erase_at <= now()).order_by(Hub.erase_at)
    ids = db.session.scalars(due).all()
    end_reading()
    until = time.monotonic() + SECONDS
    for hub_id in ids:
        if time.monotonic() < until and _empty(hub_id, until):
            _is_done(hub_id)


def _empty(hub_id: int, until: float) -> bool:
    """True: nothing of anybody is left."""
    for some in (_submissions, _plays, _activities, _speakers):
        after: int | None = 0
        while after is not None:
            if time.monotonic() > until:
                return False
            found = some(hub_id, after)
            if found is None:
                return False
            after = max(found, default=None)
    return _delete_contacts(hub_id)


def _delete_contacts(hub_id: int) -> bool:
    """Whoever told nothing that is left, neither here nor elsewhere. False: somebody told something
    meanwhile."""
    nothing = [~exists().where(each.contact_id == Contact.id) for each in _HANGING]
    here = select(Hub.workspace_id).where(Hub.id == hub_id).scalar_subquery()
    query = select(Contact.id).where(Contact.workspace_id == here, *nothing)
    while ids := db.session.scalars(query.limit(CHUNK)).all():
        end_reading()
        if not facts.delete_contacts(ids):
            return False
    end_reading()
    return True


def _submissions(hub_id: int, after: int) -> list[int] | None:
    """None: a worker has one of them in hand."""
    told = or_(Submission.contact_id.is_not(None), _says(Submission.values))
    rows = _next(Submission, hub_id, after, told)
    ids, plays = [row.id for row in rows], [row.play_id for row in rows]
    whose = {row.contact_id for row in rows if row.contact_id is not None}
    if not _forget([*delivery.of_submissions(ids), *delivery.of_plays(plays)]):
        return None
    if ids:
        facts.empty_submissions(ids, whose)
    return ids


def _plays(hub_id: int, after: int) -> list[int] | None:
    told = or_(Play.contact_id.is_not(None), Play.speaker_id.is_not(None), _says(Play.captured))
    rows = _next(Play, hub_id, after, told)
    ids = [row.id for row in rows]
    speakers = sorted({row.speaker_id for row in rows if row.speaker_id is not None})
    if not _forget(delivery.of_plays(ids)):
        return None
    if ids:
        facts.empty_plays(ids)
        _leave(speakers, hub_id)
    return ids


def _activities(hub_id: int, after: int) -> list[int] | None:
    told = or_(
        Activity.contact_id.is_not(None),
        Activity.speaker_id.is_not(None),
        Activity.facts.is_(None),
        _says(Activity.facts),
    )
    rows = _next(Activity, hub_id, after, told)
    ids = [row.id for row in rows]
    if not _forget(delivery.of_activities(ids)):
        return None
    if ids:
        facts.empty_activities(ids)
    return ids


def _speakers(hub_id: int, after: int) -> list[int] | None:
    """Who told it something and played nothing that is left."""
    query = select(Told.speaker_id).where(Told.hub_id == hub_id, Told.speaker_id > after)
    ids = list(db.session.scalars(query.order_by(Told.speaker_id).limit(CHUNK)))
    end_reading()
    if ids:
        _leave(ids, hub_id)
    return ids


def _leave(speakers: Sequence[int], hub_id: int) -> None:
    leaving.leave(speakers, hub_id)


def _next(table: Any, hub_id: int, after: int, told: ColumnElement[bool]) -> Sequence[Any]:
    query = select(table).where(table.hub_id == hub_id, table.id > after, told)
    rows = db.session.scalars(query.order_by(table.id).limit(CHUNK)).all()
    return rows


def _says(column: Any) -> ColumnElement[bool]:
    """There is something in this JSON."""
    return cast(column, String) != "{}"


def _forget(found: Iterable[tuple[int, int]]) -> bool:
    """Wipe these deliveries. False: a worker is sending one of them, and will write about it."""
    by_connection: dict[int, list[int]] = defaultdict(list)
    for connection_id, id_ in found:
        by_connection[connection_id].append(id_)
    end_reading()
    for connection_id, ids in by_connection.items():
        with transaction():
            connection = delivery.hold_still(connection_id)
            if connection is None:
                continue
            if delivery.claimed_of(*connection.account_ids) & set(ids):
                return False
            delivery.forget(connection, ids, alone=True)
    return True


def _is_done(hub_id: int) -> None:
    with transaction() as session:
        session.execute(
            delete(ContactValue).where(ContactValue.hub_id == hub_id).execution_options(**_QUIETLY)
        )
        hub = session.get(Hub, hub_id, with_for_update=True)
        if hub is not None and hub.erase_at is not None and hub.erase_at <= now():
            hub.erase_at = None
