"""Deliveries that wait, and what drains them."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import select, update

from hubapp.core.mapping import Record
from hubapp.doors.database import transaction
from hubapp.extensions import db
from hubapp.models import Account, Connection, Delivery, Hub, OutboxRow
from hubapp.models.columns import now
from hubapp.services.delivery import drain, outbox
from tests.support.application import connect, make_hub
from tests.support.servers import Sandbox


def hub_at(sandbox: Sandbox) -> Hub:
    """The demo's hub, not connected yet; ``submitted`` connects it to this sandbox."""
    hub = make_hub(sandbox.url, connect=False)
    hub.endpoint = sandbox.url
    return hub


def submitted(hub: Hub, *emails: str) -> Connection:
    """Connect the hub, and let a delivery wait for each of these."""
    connection = connect(hub, hub.endpoint)
    with transaction():
        for email in emails:
            _put(connection, email)
    return connection


def add(hub: Hub, email: str, name: str = "Ana", **more: object) -> None:
    """A delivery that waits. more: of the record."""
    with transaction() as session:
        query = select(Connection).where(Connection.hub_id == hub.id)
        _put(session.scalars(query).one(), email, name, **more)


def _put(connection: Connection, email: str, name: str = "Ana", **more: object) -> None:
    time, values = "2026-01-15T10:00:00.000Z", {"attribute.first_name": name}
    record = Record(f"email:{email}", "email", email, time, values=values)
    delivery = Delivery(
        connection_id=connection.id, account_id=connection.account_id, card_id="quiz"
    )
    db.session.add(delivery)
    outbox.put_in_line(connection, delivery, replace(record, **more))


def let_be(connection: Connection, state: str) -> None:
    """``on``, ``held`` or ``paused``. The caller commits."""
    connection.state = "on" if state == "held" else state
    connection.account.state = "held" if state == "held" else "on"


def all_in_lane_0(**values: object) -> None:
    """Everybody in one lane, so that one drain sees them all."""
    with transaction() as session:
        session.execute(update(OutboxRow).values(lane=0, **values))


def drain_all(connection: Connection) -> int:
    """Drain every lane once; how many requests that took."""
    return sum(
        drain.drain_lane(connection.account_id, lane) for lane in range(connection.account.lanes)
    )


def states(connection: Connection) -> set[str]:
    db.session.expire_all()
    query = select(Delivery.state).where(Delivery.connection_id == connection.id)
    return set(db.session.scalars(query))


def due_now(connection: Connection) -> None:
    """Whatever waits for its time need not wait any longer."""
    with transaction() as session:
        session.execute(update(OutboxRow).values(due_at=None))
        session.execute(update(Account).values(throttled_until=None, probe_at=now()))
