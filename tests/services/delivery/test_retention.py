"""After a connection's days payloads are gone; states stay, and so does whatever still waits."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from hubapp.core.retrying import State
from hubapp.doors.database import transaction
from hubapp.extensions import db
from hubapp.models import Connection, Delivery, Exchange, Run
from hubapp.models.columns import now
from hubapp.models.run import MOVE
from hubapp.services.delivery import retention
from tests.support.deliveries import drain_all, hub_at, submitted
from tests.support.factories import ConnectionFactory, DeliveryFactory

OLD, NEW = timedelta(days=31), timedelta(days=29)
TOLD = {"values": {"attribute.first_name": "Ana"}}


@pytest.fixture
def connection(both) -> Connection:
    return ConnectionFactory(keep_days=30)


def ended(connection: Connection, age: timedelta, **more: object) -> Delivery:
    given = {"record": TOLD, "history": [{"words": "x"}], "exchange_id": 7, **more}
    return DeliveryFactory(connection=connection, created_at=now() - age, **given)


def asked(connection: Connection, age: timedelta) -> int:
    """A request of that age; its id."""
    exchange = Exchange(
        account_id=connection.account_id,
        sent_at=now() - age,
        took_ms=1,
        people=1,
        delivered=1,
        content=b"",
    )
    with transaction() as session:
        session.add(exchange)
    return exchange.id


def kept() -> list[bool]:
    """Whether each delivery still has its payload."""
    db.session.expire_all()
    rows = db.session.scalars(select(Delivery).order_by(Delivery.id))
    return [row.record is not None for row in rows]


def test_payloads_are_forgotten_and_states_stay(both, sandbox):
    connection = submitted(hub_at(sandbox), "ana@example.com")
    drain_all(connection)
    with transaction() as session:
        session.execute(update(Delivery).values(created_at=now() - OLD, done_at=now() - OLD))
        session.execute(update(Exchange).values(sent_at=now() - OLD))
    retention.wipe_old()
    row = db.session.scalars(select(Delivery)).one()
    assert (row.state, row.record, row.history, row.exchange_id) == ("delivered", None, [], None)
    assert db.session.scalars(select(Exchange)).all() == []


def test_each_connection_has_days_of_its_own(connection):
    patient = ConnectionFactory(keep_days=60)
    for each in (connection, patient):
        ended(each, OLD)
        ended(each, NEW)
    retention.wipe_old()
    assert kept() == [False, True, True, True]


def test_what_waits_keeps_its_values_however_old_it_is(connection):
    ended(connection, OLD)
    ended(connection, OLD, state=State.WAITING)
    ended(connection, OLD)
    retention.wipe_old()
    assert kept() == [False, True, False]
    with transaction() as session:
        session.execute(update(Delivery).values(state=State.REJECTED))
    retention.wipe_old()
    assert kept() == [False, False, False]


def test_each_delivery_is_looked_at_once_and_a_chunk_at_a_time(connection, monkeypatch):
    monkeypatch.setattr(retention, "CHUNK", 2)
    first, second, third = [ended(connection, OLD) for _ in range(3)]
    requests = [asked(connection, OLD) for _ in range(3)]
    retention.wipe_old()
    assert (kept(), connection.wiped_to) == ([False, False, True], second.id)
    assert db.session.scalars(select(Exchange.id)).all() == requests[2:]
    retention.wipe_old()
    assert (kept(), connection.wiped_to) == ([False] * 3, third.id)
    assert first.state == State.DELIVERED


def test_what_is_replayed_after_it_was_forgotten_is_forgotten_again(connection):
    first = ended(connection, OLD)
    retention.wipe_old()
    with transaction():
        # As ``put_in_line`` and a drain leave it, long ago.
        first.record, first.done_at, first.exchange_id = TOLD, now() - OLD, 8
    assert kept() == [True]
    retention.wipe_old()
    assert kept() == [False]


def test_what_was_replayed_just_now_is_kept_for_as_long_as_its_request(connection):
    ended(connection, OLD, done_at=now() - NEW)
    retention.wipe_old()
    assert kept() == [True]


def test_requests_are_forgotten_by_their_own_age(connection):
    other = ConnectionFactory(keep_days=60)
    asked(connection, OLD)
    kept_ones = [asked(connection, NEW), asked(other, OLD)]
    retention.wipe_old()
    assert db.session.scalars(select(Exchange.id).order_by(Exchange.id)).all() == kept_ones


def test_with_nothing_old_nothing_changes(connection):
    ended(connection, NEW)
    retention.wipe_old()
    assert (kept(), connection.wiped_to) == ([True], 0)


def test_what_was_sent_with_the_account_of_before_is_kept_no_longer_than_its_hub_said(connection):
    stays = ConnectionFactory(keep_days=365)
    told = asked(stays, timedelta(days=31))
    move = Run(
        connection_id=connection.id,
        kind=MOVE,
        state="done",
        wanted={"from": stays.account_id},
        until=0,
        total=0,
    )
    with transaction() as session:
        session.add(move)
    retention.wipe_old()
    assert told not in db.session.scalars(select(Exchange.id)).all()
