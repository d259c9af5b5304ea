"""Deliveries as a table to take away: who, what became of them and why, in little memory whatever
their number."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from hubapp.core.words import Words
from hubapp.doors.database import end_reading, transaction
from hubapp.extensions import db
from hubapp.models import Connection
from hubapp.services import audit
from hubapp.services.delivery import reason_in_words
from hubapp.services.integrations.connections import told_of
from hubapp.services.integrations.filtering import Filter
from hubapp.services.integrations.log import deliveries, reasons_of

_HEADINGS = (
    Words("Delivery"),
    Words("Time (UTC)"),
    Words("Person"),
    Words("State"),
    Words("Reason"),
    Words("What was said"),
    Words("Values left out"),
    Words("Test"),
)


def table_of(connection: Connection, wanted: Filter, masked: bool) -> Iterator[Sequence[Any]]:
    """The headings, and a row for each, newest first. That somebody took them is noted before the
    first is read."""
    connection_id = connection.id
    with transaction():
        audit.note(
            connection.account.workspace_id, audit.Act.DELIVERIES_EXPORTED, told_of(connection)
        )
    return _rows(connection_id, wanted, masked)


def _rows(connection_id: int, wanted: Filter, masked: bool) -> Iterator[Sequence[Any]]:
    yield _HEADINGS
    more = 1
    # Read anew for each page: what a reading that ended held is held no more.
    while more and (connection := db.session.get(Connection, connection_id)):
        kind = connection.kind
        lines, more = deliveries(connection, wanted, masked)
        reasons = reasons_of([line.id for line in lines])
        for line in lines:
            reason = reason_in_words(kind, reasons[line.id]) if reasons[line.id] else ""
            at = line.at.isoformat(timespec="seconds")
            told = line.id, at, line.person, line.state, reason, line.words, line.left_out
            yield (*told, Words("Test") if line.test else "")
        wanted = replace(wanted, before=more)
        end_reading()
