"""Deliveries forget whom they were about, beside workers that have some in hand."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from hubapp.core.destination import Action, Verdict
from hubapp.core.mapping import Record
from hubapp.doors.database import transaction
from hubapp.extensions import db
from hubapp.models import (
    AccountLane,
    Confirmed,
    Connection,
    Delivery,
    Exchange,
    OutboxRow,
    Play,
    Submission,
)
from hubapp.models.columns import now
from hubapp.services.delivery import forgetting
from tests.services.delivery.in_hand import Hand
from tests.support.deliveries import add, all_in_lane_0, drain_all, hub_at, submitted
from tests.support.factories import (
    ConnectionFactory,
    DeliveryFactory,
    PlayFactory,
    SubmissionFactory,
)

ANA, BEN = "email:ana@example.com", "email:ben@example.com"


@pytest.fixture
def connection(both, sandbox) -> Connection:
    made = submitted(hub_at(sandbox), "ana@example.com", "ben@example.com")
    all_in_lane_0()
    return made


def ids_of(person: str) -> list[int]:
    return list(db.session.scalars(select(Delivery.id).where(Delivery.person == person)))


def forget(connection: Connection, *people: str) -> list[forgetting.Told]:
    ids = [id_ for person in people for id_ in ids_of(person)]
    with transaction():
        assert forgetting.hold_still(connection.id) is connection
        told = forgetting.forget(connection, ids)
    db.session.expire_all()
    return told


def count(table) -> int:
    return db.session.scalar(select(func.count()).select_from(table))


def test_what_waits_ends_and_was_never_there(connection):
    (told,) = forget(connection, ANA)
    assert (told.arrived, told.in_hand) == (False, [])
    row = db.session.scalars(select(Delivery).order_by(Delivery.id)).first()
    assert (row.state, row.reason, row.record) == ("rejected", "The person was erased", None)
    assert (row.person, row.card_id) == ("", "quiz")
    assert count(OutboxRow) == 1


def test_what_arrived_is_told_with_all_that_was_ever_confirmed(connection):
    drain_all(connection)
    with transaction() as session:
        known = session.scalars(select(Confirmed).order_by(Confirmed.person)).all()
        for each in known:
            each.values = {**each.values, "custom.older": ["x", 0]}
    (told,) = forget(connection, ANA)
    assert told.arrived
    assert told.record.identity == "ana@example.com"
    assert told.record.values == {"attribute.first_name": "Ana", "custom.older": True}
    assert (count(Confirmed), count(Exchange)) == (1, 1)


def test_of_what_was_wiped_the_mapping_says_what_it_carried(connection):
    drain_all(connection)
    with transaction() as session:
        session.execute(update(Delivery).values(record=None))
        session.execute(Confirmed.__table__.delete())
    (told,) = forget(connection, ANA)
    assert told.record.values == {"attribute.first_name": True}


def test_what_is_in_a_workers_hand_is_told(connection):
    (ana,) = ids_of(ANA)
    hand = Hand(connection, most=1)
    (told,) = forget(connection, ANA)
    assert (told.arrived, told.in_hand) == (True, [ana])
    with transaction():
        assert not forgetting.let_go(connection.account_id, [ana])
        assert forgetting.let_go(connection.account_id, ids_of(BEN))
    hand.settle(hand.sent(Verdict(Action.RETRY)))
    with transaction() as session:
        session.execute(update(AccountLane).values(leased_until=now() - timedelta(seconds=1)))
    with transaction():
        assert forgetting.let_go(connection.account_id, [ana])
    assert db.session.scalars(select(AccountLane.claimed)).all() == [[]]


def test_a_request_that_was_shared_keeps_the_others_and_one_that_failed_goes(connection):
    drain_all(connection)
    (exchange,) = db.session.scalars(select(Exchange.id)).all()
    forget(connection, ANA)
    assert db.session.get(Exchange, exchange) is not None
    with transaction() as session:
        session.execute(update(Exchange).values(delivered=1))
    forget(connection, BEN)
    assert count(Exchange) == 0


def test_a_request_that_no_delivery_names_is_found_by_its_time(connection):
    hand = Hand(connection)
    hand.settle(hand.sent(Verdict(Action.SPLIT)))
    assert db.session.scalars(select(Delivery.exchange_id)).all() == [None, None]
    rows = db.session.scalars(select(Delivery)).all()
    with transaction():
        forgetting.take_out(connection.account_id, rows, now() + timedelta(minutes=1))
    assert count(Exchange) == 1
    with transaction():
        forgetting.take_out(connection.account_id, rows, now() - timedelta(minutes=1))
    assert count(Exchange) == 0


def test_times_that_overlap_are_looked_through_once():
    at = now()
    rows = [
        Delivery(created_at=at + timedelta(hours=a), done_at=at + timedelta(hours=b))
        for a, b in ((0, 2), (1, 3), (5, 6))
    ]
    assert forgetting._waited(rows) == [
        (at, at + timedelta(hours=3)),
        (at + timedelta(hours=5), at + timedelta(hours=6)),
    ]


def test_the_last_word_waits_like_any_other(connection):
    record = Record(ANA, "email", "ana@example.com", "2026-01-01T00:00:00.000Z")
    with transaction():
        id_, lane = forgetting.send_last(connection, record)
    row = db.session.get_one(Delivery, id_)
    assert (row.state, row.whole, row.person) == ("waiting", True, ANA)
    assert lane[0] == connection.account_id
    assert count(OutboxRow) == 3


def test_a_connection_that_is_gone_is_not_held(connection):
    with transaction():
        assert forgetting.hold_still(connection.id + 99) is None


def test_deliveries_are_found_by_what_they_came_from(both):
    connection = ConnectionFactory()
    play = PlayFactory()
    submission = SubmissionFactory(play=PlayFactory())
    of_form = DeliveryFactory(
        connection=connection, submission_id=submission.id, play_id=submission.play_id
    )
    of_play = DeliveryFactory(connection=connection, play_id=play.id, person=BEN)
    assert list(forgetting.of_submissions([submission.id])) == [(connection.id, of_form.id)]
    assert list(forgetting.of_plays([play.id, submission.play_id])) == [(connection.id, of_play.id)]
    assert list(forgetting.of_people(connection.id, [BEN])) == [(connection.id, of_play.id)]
    workspace_id = connection.account.workspace_id
    assert list(forgetting.connections_of(workspace_id)) == [connection]
    assert forgetting.connections_of(workspace_id + 1) == []
    assert (count(Play), count(Submission)) == (2, 1)


def test_others_deliveries_stay(connection):
    add(connection.hub, "cy@example.com")
    forget(connection, ANA, BEN)
    assert {row.person for row in db.session.scalars(select(Delivery))} == {
        "",
        "email:cy@example.com",
    }
