"""How a connection does, in figures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import func, select

from hubapp.core.words import Words
from hubapp.extensions import db
from hubapp.models import AccountLane, Connection, Delivery, Exchange
from hubapp.models.columns import now
from hubapp.models.delivery import is_rejected
from hubapp.services import delivery

COUNTED = 1000
"""Counts on the screen stop here, so that they cost the same at a million rows."""


@dataclass(frozen=True)
class Health:
    """How a connection does. waiting and rejected stop at ``COUNTED``; oldest: seconds that the
    oldest waiting one waits; per_minute: delivered in the last minute; saved: values that were
    not sent again."""

    waiting: int
    rejected: int
    delivered: int
    oldest: float
    per_minute: int
    saved: int


def health(connection: Connection) -> Health:
    """The figures at the top of the screen."""
    mine = Delivery.connection_id == connection.id
    waiting, oldest = delivery.backlog(connection.account_id, COUNTED + 1)
    minute = select(func.coalesce(func.sum(Exchange.delivered), 0)).where(
        Exchange.account_id == connection.account_id,
        Exchange.sent_at > now() - timedelta(minutes=1),
    )
    tallies = db.session.scalars(
        select(AccountLane.tally).where(AccountLane.account_id == connection.account_id)
    ).all()
    return Health(
        waiting,
        _at_most(mine, is_rejected(Delivery)),
        sum(int(each.get("delivered", 0)) for each in tallies),
        oldest,
        int(db.session.scalar(minute) or 0),
        sum(int(each.get("saved", 0)) for each in tallies),
    )


def _at_most(*conditions: Any) -> int:
    some = select(Delivery.id).where(*conditions).limit(COUNTED + 1).subquery()
    return int(db.session.scalar(select(func.count()).select_from(some)) or 0)


def reasons(connection: Connection) -> dict[str, Words]:
    """Why deliveries were rejected: each reason once, and its words. One look into the index for
    each."""
    found: list[str] = []
    while len(found) < 20:
        query = select(func.min(Delivery.reason)).where(
            Delivery.connection_id == connection.id,
            is_rejected(Delivery),
            Delivery.reason > (found[-1] if found else ""),
        )
        reason = db.session.scalar(query)
        if not reason:
            break
        found.append(reason)
    return {each: delivery.reason_in_words(connection.kind, each) for each in found}
