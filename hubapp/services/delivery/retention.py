"""Forget what was sent and answered when a connection's days are over; the states stay."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy import ColumnElement, delete, func, null, select, update

from hubapp.core.retrying import State
from hubapp.doors.database import end_reading, transaction
from hubapp.extensions import db
from hubapp.models import Connection, Delivery, Exchange, Run
from hubapp.models.columns import now
from hubapp.models.run import MOVE

log = structlog.get_logger()
CHUNK = 1000
"""Rows in one transaction, so that nobody waits for the wiping."""


def wipe_old() -> bool:
    """One chunk of every connection and account that has something old: a transaction of its own
    for each, none where nothing is. An error at one stops no other. True: there may be more."""
    more = False
    for connection_id, days in _of_each(Connection.id):
        more |= _quietly(_wipe_deliveries, connection_id, days)
    for account_id, days in _of_accounts().items():
        more |= _quietly(_wipe_exchanges, account_id, days)
    end_reading()
    return more


def _of_each(column: Any) -> Sequence[Any]:
    query = select(column, func.min(Connection.keep_days)).group_by(column).order_by(column)
    return db.session.execute(query).all()


def _of_accounts() -> dict[int, int]:
    """What was sent holds what everybody who shares the account said, or did before they took
    another: the shortest promise counts."""
    shared = dict(_of_each(Connection.account_id))
    moved = select(Run.wanted, Connection.keep_days).where(Run.kind == MOVE)
    for wanted, days in db.session.execute(
        moved.join(Connection, Connection.id == Run.connection_id)
    ):
        before = wanted["from"]
        shared[before] = min(days, shared.get(before, days))
    return shared


def _quietly(wipe: Callable[[int, datetime], bool], id_: int, days: int) -> bool:
    try:
        return wipe(id_, now() - timedelta(days=days))
    except Exception as error:  # noqa: BLE001 - the others' days are over all the same
        log.error("wiping failed", step=wipe.__name__, of=id_, error=type(error).__name__)
        return False


def _wipe_deliveries(connection_id: int, before: datetime) -> bool:
    ids = _old_deliveries(connection_id, before)
    if not ids:
        return False
    with transaction() as session:
        session.execute(
            update(Delivery)
            # A member may have replayed it since we looked.
            .where(Delivery.id.in_(ids), *_over(before))
            .values(record=null(), history=[], exchange_id=None)
            .execution_options(synchronize_session=False)
        )
        session.execute(
            update(Connection)
            .where(Connection.id == connection_id, Connection.wiped_to < max(ids))
            .values(wiped_to=max(ids))
            .execution_options(synchronize_session=False)
        )
    return len(ids) == CHUNK


def _old_deliveries(connection_id: int, before: datetime) -> Sequence[int]:
    """Oldest first. What still waits keeps its values, however old it is; what was replayed is as
    old as its last end. Whoever has no payload any more is not in the index that this reads."""
    query = select(Delivery.id).where(
        Delivery.connection_id == connection_id,
        Delivery.record.is_not(null()),
        Delivery.created_at < before,
        *_over(before),
    )
    return db.session.scalars(query.order_by(Delivery.created_at).limit(CHUNK)).all()


def _over(before: datetime) -> tuple[ColumnElement[bool], ...]:
    ended_at = func.coalesce(Delivery.done_at, Delivery.created_at)
    return Delivery.state != State.WAITING, ended_at < before


def _wipe_exchanges(account_id: int, before: datetime) -> bool:
    old = (Exchange.account_id == account_id, Exchange.sent_at < before)
    query = select(Exchange.id).where(*old).order_by(Exchange.sent_at).limit(CHUNK)
    ids = db.session.scalars(query).all()
    if ids:
        with transaction() as session:
            session.execute(delete(Exchange).where(Exchange.id.in_(ids)))
    return len(ids) == CHUNK
