"""How far entries have come on their way to each connection."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import select

from hubapp.core.labels import label_of
from hubapp.core.mapping import FieldMapping
from hubapp.core.words import Words
from hubapp.destinations import destination_of
from hubapp.extensions import db
from hubapp.models import Connection, Delivery
from hubapp.models.account import SANDBOX
from hubapp.services import visiting
from hubapp.services.integrations.log import Line, lines_of


class Sent(NamedTuple):
    """kind, label: where to; line: the newest delivery of the entry there."""

    kind: str
    label: str
    line: Line


def sent_of(hub_id: int, submission_ids: Sequence[int]) -> dict[int, list[Sent]]:
    """Submission -> where it went; nothing for one that has no delivery."""
    return _sent(hub_id, Delivery.submission_id, submission_ids)


def told_of(hub_id: int, activity_ids: Sequence[int]) -> dict[int, list[Sent]]:
    """The same, by what happened."""
    return _sent(hub_id, Delivery.activity_id, activity_ids)


def _sent(hub_id: int, of: Any, ids: Sequence[int]) -> dict[int, list[Sent]]:
    found: dict[int, list[Sent]] = {}
    if not ids:
        return found
    connections = select(Connection).where(
        Connection.hub_id == hub_id, Connection.state != "leaving"
    )
    newest = _newest(of, ids)
    for connection in db.session.scalars(connections.order_by(Connection.id)):
        mine = newest.get(connection.id, {})
        lines = {line.id: line for line in lines_of(list(mine.values()), connection, True)}
        destination = destination_of(connection.kind)
        label = destination.label if destination else connection.kind
        for submission_id, row in mine.items():
            found.setdefault(submission_id, []).append(Sent(connection.kind, label, lines[row.id]))
    return found


def _newest(of: Any, ids: Sequence[int]) -> dict[int, dict[int, Delivery]]:
    """Connection -> submission or activity -> its last delivery: what was sent again stands for
    what was sent before. Asked for by what it is of alone, and sorted here: to have the order of a
    connection, SQLite would walk through all of its deliveries."""
    rows = db.session.execute(select(of, Delivery).where(of.in_(ids))).tuples().all()
    found: dict[int, dict[int, Delivery]] = {}
    for key, row in sorted(rows, key=lambda each: each[1].id):
        found.setdefault(row.connection_id, {})[key] = row
    return found


def spared_tests(hub_id: int) -> list[str]:
    """What a hub's connections are called that are told of no test: their accounts are no
    sandbox."""
    query = select(Connection).where(Connection.hub_id == hub_id, Connection.state != "leaving")
    rows = db.session.scalars(query.order_by(Connection.id)).all()
    kinds = [each.kind for each in rows if each.account.tag != SANDBOX]
    return [found.label if (found := destination_of(kind)) else kind for kind in kinds]


class Mapped(NamedTuple):
    """A connection of a hub. targets: where it puts a source, in words; none: it maps it not."""

    kind: str
    label: str
    targets: list[Words]


def winner_mapped(hub_id: int) -> list[Mapped]:
    """Where each connection of a hub puts that somebody has won."""
    query = select(Connection).where(Connection.hub_id == hub_id, Connection.state != "leaving")
    found = []
    for connection in db.session.scalars(query.order_by(Connection.id)):
        destination = destination_of(connection.kind)
        if destination is not None:
            rows = FieldMapping.from_json(connection.mapping).telling(visiting.WINNER_SOURCES).rows
            targets = [label_of(destination, row.target) for row in rows]
            found.append(Mapped(connection.kind, destination.label, targets))
    return found
