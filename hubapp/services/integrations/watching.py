"""What has just gone out, told while somebody watches: answer, where it went, what was said."""

from __future__ import annotations

from datetime import timedelta
from typing import NamedTuple

from sqlalchemy import select

from hubapp.extensions import db
from hubapp.models import Connection, Delivery
from hubapp.models.columns import now
from hubapp.services.integrations.became import Fate
from hubapp.services.integrations.explain import story
from hubapp.services.integrations.log import Line

SHOWN = 4
WITHIN = timedelta(minutes=10)


class Seen(NamedTuple):
    """A delivery of the last minutes. answer: the status of the reply, and how long it took."""

    line: Line
    fates: list[Fate]
    event: str
    identity: str
    answer: str
    took_ms: int | None


def just_sent(connection: Connection) -> list[Seen]:
    """The newest, newest first."""
    query = (
        select(Delivery.id)
        .where(Delivery.connection_id == connection.id, Delivery.created_at > now() - WITHIN)
        .order_by(Delivery.id.desc())
        .limit(SHOWN)
    )
    return [_seen(connection, each) for each in db.session.scalars(query).all()]


def _seen(connection: Connection, delivery_id: int) -> Seen:
    told = story(connection, delivery_id)
    last = told.tries[-1] if told.tries else None
    answer = str(last.status) if last else ""
    took = last.took_ms if last else None
    return Seen(told.line, told.mapped, told.event_name, told.identity, answer, took)
