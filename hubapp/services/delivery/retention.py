"""Forget what was sent and answered when a connection's days are over; the states stay."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import delete, null, select, update

from hubapp.core.retrying import State
from hubapp.extensions import db
from hubapp.models import Connection, Delivery, Exchange
from hubapp.models.columns import now

CHUNK = 1000
"""Rows in one transaction, so that nobody waits for the wiping."""


def wipe_old() -> None:
    """One chunk of every connection that has something old. Deliveries are walked by id, so each
    is looked at once."""
    for connection in db.session.scalars(select(Connection)).all():
        before = now() - timedelta(days=connection.keep_days)
        rows = db.session.execute(
            select(Delivery.id, Delivery.created_at, Delivery.state)
            .where(Delivery.connection_id == connection.id, Delivery.id > connection.wiped_to)
            .order_by(Delivery.id)
            .limit(CHUNK)
        ).all()
        old = []
        for row in rows:
            # What still waits keeps its values, however old it is; the walk stops there.
            if row.created_at >= before or row.state == State.WAITING:
                break
            old.append(row.id)
        if old:
            db.session.execute(
                update(Delivery)
                .where(Delivery.id.in_(old), Delivery.state != State.WAITING)
                .values(record=null(), history=[], exchange_id=None)
                .execution_options(synchronize_session=False)
            )
            connection.wiped_to = old[-1]
            db.session.commit()
        _wipe_exchanges(connection.id, before)
    db.session.commit()


def _wipe_exchanges(connection_id: int, before: object) -> None:
    some = (
        select(Exchange.id)
        .where(Exchange.connection_id == connection_id, Exchange.sent_at < before)
        .limit(CHUNK)
    )
    ids = db.session.scalars(some).all()
    if ids:
        db.session.execute(delete(Exchange).where(Exchange.id.in_(ids)))
    db.session.commit()
