"""What became of each value of a delivery: sent, left out and why, known there already."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from hubapp.core.destination import Destination
from hubapp.core.labels import label_of, name_of
from hubapp.core.mapping import FieldMapping, MappingRow
from hubapp.core.retrying import State
from hubapp.core.spoken import spoken
from hubapp.core.words import NOTHING, Words
from hubapp.core.writing import APPEND, as_written
from hubapp.destinations import destination_of
from hubapp.extensions import db
from hubapp.models import Activity, Connection, Delivery
from hubapp.services import delivery
from hubapp.services.integrations.versions import mapping_of

Objects = Mapping[str, Sequence[Any]]
"""Array -> what stood there of one delivery."""


class Fate(NamedTuple):
    """One value. source: as the mapping that made it names it; where nobody knows which that was,
    as today's does, and nothing when that maps something else;
    became: in words; look: ``sent``, ``left`` (it was not) or ``waiting``;
    sent: as it stood in the request, such as FI for Finland."""

    source: Words
    target: Words
    value: Words
    became: Words
    look: str
    sent: Words = NOTHING
    said: Words = NOTHING
    """What was known, where the mapping sends it as something else and it is still kept."""


def fates(
    row: Delivery, connection: Connection, labels: Mapping[str, Words], sent: Objects | None
) -> list[Fate]:
    """Each value of the record. labels: source key -> label; sent: what is kept of the request that
    it went with, None when there was none or it is kept no longer."""
    mapping = mapping_of(row, connection)
    rows = {each.target: each for each in FieldMapping.from_json(mapping).rows}
    activity = db.session.get(Activity, row.activity_id) if row.activity_id else None
    known = (activity.facts if activity else None) or {}
    destination = destination_of(connection.kind)
    found = []
    for target, value in (row.record or {}).get("values", {}).items():
        label = label_of(destination, target) if destination else Words.verbatim(target)
        mapped = rows.get(target, MappingRow("", target))
        source = labels.get(mapped.source, NOTHING)
        became, look = _became(row, destination, target, value, sent)
        stood = destination.value_in(target, sent) if destination and sent else None
        as_sent = NOTHING if stood is None else spoken(stood)
        found.append(
            Fate(
                source,
                label,
                spoken(value),
                became,
                look,
                as_sent,
                _said(mapped, known.get(mapped.source), value),
            )
        )
    return found


def _said(row: MappingRow, known: Any, value: Any) -> Words:
    sent = row.of(known)
    changed = known is not None and known != sent and as_written(row.how, sent) == value
    return spoken(known) if changed else NOTHING


def _became(
    row: Delivery,
    destination: Destination | None,
    target: str,
    value: Any,
    sent: Objects | None,
) -> tuple[Words, str]:
    why = destination.why_left_out(target, value) if destination else None
    if why is not None:
        return Words("Left out: %(why)s", why=why), "left"
    if value is False and target in (row.record or {}).get("once", ()):
        return Words("Not sent: a box that was not ticked says nothing."), "left"
    if row.state == State.WAITING:
        return Words("Waits"), "waiting"
    arrived = destination is None or sent is None or destination.carries(target, sent)
    if row.state == State.REJECTED:
        return (Words("Refused"), "left") if arrived else (Words("Not sent"), "left")
    if row.attempts and row.exchange_id is None:
        arrived = False
    way = (row.record or {}).get("how", {}).get(target)
    # What is kept of the request may be gone, or hold what another delivery told of the person.
    if destination and name_of(destination, target) in delivery.left_for_earlier(row.words):
        return Words("Left out: an earlier answer stays."), "left"
    if arrived and way == APPEND:
        return Words("Added to the list"), "sent"
    return (Words("Sent"), "sent") if arrived else (Words("Not sent: unchanged there"), "left")


def left_out_of(row: Delivery, destination: Destination | None) -> int:
    """How many values of a delivery its destination could not use; 0 when none are kept."""
    values = (row.record or {}).get("values", {})
    if destination is None:
        return 0
    return sum(destination.why_left_out(each, value) is not None for each, value in values.items())
