"""The numbered mappings of a connection: each Save that changes the mapping makes one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from functools import partial
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from hubapp.core.errors import NotFoundHere
from hubapp.core.labels import label_of
from hubapp.core.mapping import FieldMapping, MappingRow
from hubapp.core.words import Words
from hubapp.core.writing import ALWAYS, APPEND, FIRST
from hubapp.destinations import destination_of
from hubapp.extensions import db
from hubapp.models import Connection, Delivery, MappingVersion
from hubapp.services.integrations.controls import MappingControls

_MOST = 6
"""Changed rows that are named one by one."""


def freeze(connection: Connection, mapping: FieldMapping, user_id: int | None) -> None:
    """Let a connection map like this from now on, by a version of its own when it differs from the
    one before; one that has none yet is at number 0. user_id: who says so. The caller commits."""
    number = connection.mapping_number
    if number and FieldMapping.from_json(connection.mapping) == mapping:
        return
    connection.mapping, connection.mapping_number = mapping.to_json(), number + 1
    db.session.add(connection)
    db.session.flush()
    db.session.add(
        MappingVersion(
            connection_id=connection.id,
            number=connection.mapping_number,
            mapping=connection.mapping,
            user_id=user_id,
        )
    )


def mapping_versions_of(connection: Connection) -> list[MappingVersion]:
    """All of them, newest first."""
    query = select(MappingVersion).where(MappingVersion.connection_id == connection.id)
    query = query.options(joinedload(MappingVersion.user)).order_by(MappingVersion.number.desc())
    return list(db.session.scalars(query))


def mapping_numbered(connection: Connection, number: int) -> MappingVersion:
    """Raises NotFoundHere."""
    query = select(MappingVersion).where(
        MappingVersion.connection_id == connection.id, MappingVersion.number == number
    )
    found = db.session.scalars(query).one_or_none()
    if found is None:
        raise NotFoundHere
    return found


def mapping_of(row: Delivery, connection: Connection) -> Mapping[str, Any]:
    """The mapping that made a delivery; today's where nobody knows."""
    if row.mapping_number in (None, connection.mapping_number):
        return connection.mapping
    query = select(MappingVersion.mapping).where(
        MappingVersion.connection_id == connection.id,
        MappingVersion.number == row.mapping_number,
    )
    return db.session.scalar(query) or connection.mapping


def changes_of_mapping(before: FieldMapping | None, after: FieldMapping, kind: str) -> list[Words]:
    """In what a mapping differs from the one before it, in words."""
    destination = destination_of(kind)
    if destination is None or before is None:
        return []
    was = {row.target: row for row in before.rows}
    now = {row.target: row for row in after.rows}

    label = partial(label_of, destination)
    moved = [each for each, row in now.items() if each in was and was[each] != row]
    fed = [each for each in moved if _fed(was[each]) != _fed(now[each])]
    other = [each for each in moved if each not in fed and _worded(was[each]) != _worded(now[each])]
    found = [
        *(Words("Added: %(target)s.", target=label(each)) for each in now if each not in was),
        *(Words("Removed: %(target)s.", target=label(each)) for each in was if each not in now),
        *(Words("Fed by something else: %(target)s.", target=label(each)) for each in fed),
        *(Words("Sent in other words: %(target)s.", target=label(each)) for each in other),
        *(
            _written(row.how, label(each))
            for each, row in now.items()
            if row.how != (was[each].how if each in was else ALWAYS)
        ),
    ]
    said = found[:_MOST]
    if len(found) > _MOST:
        said.append(Words("And %(count)s more.", count=len(found) - _MOST))
    return said + _rest(before, after)


def _rest(before: FieldMapping, after: FieldMapping) -> list[Words]:
    """What else of a mapping was changed, by what the screen calls it."""
    changed = [
        each.name
        for each in fields(FieldMapping)
        if each.name != "rows" and getattr(before, each.name) != getattr(after, each.name)
    ]
    called = dict.fromkeys(MappingControls.names[each] for each in changed)
    return [Words("Changed: %(what)s.", what=each) for each in called]


def _fed(row: MappingRow) -> MappingRow:
    """The row, whatever its values are sent as and however they are written."""
    return replace(row, sent_as={}, letters="", how=ALWAYS)


def _written(way: str, target: Words) -> Words:
    return {
        ALWAYS: Words("Always the newest answer: %(target)s.", target=target),
        FIRST: Words("First answer only: %(target)s.", target=target),
        APPEND: Words("Appended to a list: %(target)s.", target=target),
    }[way]


def _worded(row: MappingRow) -> tuple[Mapping[str, str], str]:
    return row.sent_as, row.letters
