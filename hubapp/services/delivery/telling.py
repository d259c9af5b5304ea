"""What a destination is told of something that happened: its record, or why there is none. It only
reads, so that an example comes from the same place as what is sent."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime
from enum import Enum
from typing import Any, NamedTuple

from hubapp.core.mapping import FieldMapping, Kept, Record, Unmappable
from hubapp.core.recording import record_of
from hubapp.core.times import rfc3339
from hubapp.destinations import destination_of
from hubapp.models import Connection


class Event(Enum):
    """What a delivery has to do with the one event of its play."""

    WITH_IT = "it carries it"
    WITH_ANSWERS = "it carries it, if it carries an answer"
    OWED = "it carries it for a form that left it to the end"
    WITHOUT = "another delivery of the play carries it"


class Case(NamedTuple):
    """Something that happened. known: source key -> value; receipts: the source keys that hold a
    consent; form: this is a form that was sent."""

    known: Mapping[str, Any]
    receipts: Collection[str]
    time: datetime
    event: Event
    form: bool


def mapped(
    kind: str,
    mapping: FieldMapping,
    known: Mapping[str, Any],
    time: datetime,
    receipts: Collection[str],
) -> Record | Unmappable:
    """The record of what is known, with its consents marked. kind: the destination's."""
    destination = destination_of(kind)
    targets = destination.targets() if destination else []
    once = {target.key for target in targets if target.once}
    return record_of(mapping, known, rfc3339(time), receipts=receipts, once=once)


def record_to_send(
    connection: Connection,
    known: Mapping[str, Any],
    receipts: Collection[str],
    time: datetime,
    event: Event,
    form: bool,
    only: Collection[str] = (),
) -> Record | Unmappable | None:
    """What a connection is told, without what leaves with something else: a consent with its form,
    the event of a play with its end. form: this is a form that was sent. only: these sources
    are told alone. None: nothing that a form has not told."""
    if only:
        return told_alone(connection, known, receipts, time, only)
    mapping = FieldMapping.from_json(connection.mapping)
    return record_for(connection.kind, mapping, Case(known, receipts, time, event, form))


def record_for(kind: str, mapping: FieldMapping, case: Case) -> Record | Unmappable | None:
    """The same by a mapping that no connection need have saved. kind: the destination's."""
    record = mapped(kind, mapping, case.known, case.time, case.receipts)
    if isinstance(record, Record):
        record = record if case.form else record.without_once()
        record = replace(record, event_name="") if case.event is Event.WITHOUT else record
    if not case.form and not _worth_sending(record, case.known, mapping, case.event):
        return None
    return record


def told_alone(
    connection: Connection,
    known: Mapping[str, Any],
    receipts: Collection[str],
    time: datetime,
    only: Collection[str],
) -> Record | Unmappable | None:
    """What a connection is told of these sources alone: no event, no consent and nothing that was
    told before. None: none of them is mapped."""
    mapping = FieldMapping.from_json(connection.mapping).telling(only)
    if not mapping.rows:
        return None
    record = mapped(connection.kind, mapping, known, time, receipts)
    if isinstance(record, Kept) and not record.whose:
        # Kept, it would go out as a form does: whoever tells it may tell it again.
        return None
    return record.without_once() if isinstance(record, Record) else record


def _worth_sending(
    record: Record | Unmappable, known: Mapping[str, Any], mapping: FieldMapping, event: Event
) -> bool:
    """A play alone is sent when it tells something that its form did not: an answer, or that it
    came to its end."""
    if isinstance(record, Unmappable):
        return False
    if event is Event.OWED and record.event_name:
        return True
    return any(row.source.startswith("card.") and row.source in known for row in mapping.rows)
