"""How far entries have come on their way to each connection."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import select

from hubapp.destinations import destination_of
from hubapp.extensions import db
from hubapp.models import Connection, Delivery
from hubapp.services.integrations.log import Line, lines_of


class Sent(NamedTuple):
    """kind, label: where to; line: the newest delivery of the entry there."""

    kind: str
    label: str
    line: Line


def sent_of(hub_id: int, submission_ids: Sequence[int]) -> dict[int, list[Sent]]:
    """Submission -> where it went; nothing for one that has no delivery."""
    found: dict[int, list[Sent]] = {}
    if not submission_ids:
        return found
    connections = select(Connection).where(
        Connection.hub_id == hub_id, Connection.state != "leaving"
    )
    for connection in db.session.scalars(connections.order_by(Connection.id)):
        newest = _newest(connection, submission_ids)
        lines = {line.id: line for line in lines_of(list(newest.values()), connection, True)}
        destination = destination_of(connection.kind)
        label = destination.label if destination else connection.kind
        for submission_id, row in newest.items():
            found.setdefault(submission_id, []).append(Sent(connection.kind, label, lines[row.id]))
    return found


def _newest(connection: Connection, submission_ids: Sequence[int]) -> dict[int, Delivery]:
    """Submission -> its last delivery: what was sent again stands for what was sent before."""
    query = select(Delivery).where(
        Delivery.submission_id.in_(submission_ids), Delivery.connection_id == connection.id
    )
    rows = db.session.scalars(query.order_by(Delivery.id))
    return {row.submission_id: row for row in rows if row.submission_id is not None}
