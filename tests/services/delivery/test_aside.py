"""What belongs to a paused connection stands aside, and comes back in order."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from hubapp.core.destination import Action, Verdict
from hubapp.doors import queue
from hubapp.doors.database import transaction
from hubapp.extensions import db
from hubapp.models import Connection, OutboxRow
from hubapp.models.outbox import ASIDE, BEHIND, LIVE
from hubapp.services.delivery import aside, claims, drain, lanes, outbox
from hubapp.services.integrations import connections
from tests.services.delivery.in_hand import Hand
from tests.support.deliveries import add, all_in_lane_0, drain_all, hub_at, submitted
from tests.support.factories import ConnectionFactory, HubFactory


@pytest.fixture
def connection(both, sandbox) -> Connection:
    """Three people wait, two in the first lane."""
    connection = submitted(hub_at(sandbox), *(f"{name}@example.com" for name in "abc"))
    all_in_lane_0()
    return connection


@pytest.fixture
def woken(monkeypatch) -> list:
    lanes = []
    monkeypatch.setattr(queue, "wake_drain", lambda *lane: lanes.append(lane))
    return lanes


def set_state(connection: Connection, state: str) -> None:
    """As a member does, without the first chunk that comes with it."""
    with transaction():
        connection.state = state


def priorities() -> list[int]:
    db.session.expire_all()
    return sorted(db.session.scalars(select(OutboxRow.priority)))


def test_paused_it_stands_aside_at_once_and_nothing_is_due(connection):
    connections.pause(connection.hub, "braze")
    assert priorities() == [ASIDE + LIVE] * 3
    assert not outbox.is_due(connection.account_id, 0)
    assert outbox.backlog(connection.account_id, 10)[0] == 3


def test_resumed_it_is_in_line_again_and_goes_out(connection, sandbox, woken):
    connections.pause(connection.hub, "braze")
    add(connection.hub, "d@example.com")
    assert priorities() == [ASIDE + LIVE] * 4
    drain_all(connection)
    assert sandbox.state()["counts"]["requests"] == 0
    connections.resume(connection.hub, "braze")
    assert priorities() == [LIVE] * 4
    drain_all(connection)
    assert len(sandbox.state()["profiles"]) == 4


def test_what_waits_behind_stays_behind(connection):
    with transaction() as session:
        session.execute(OutboxRow.__table__.update().values(priority=BEHIND))
    for state, expected in (("paused", ASIDE + BEHIND), ("on", BEHIND)):
        set_state(connection, state)
        aside.move_all()
        assert priorities() == [expected] * 3


def test_chunks_follow_one_another_until_all_are_moved(connection, monkeypatch, woken):
    monkeypatch.setattr(aside, "CHUNK", 2)
    monkeypatch.setattr(aside.move, "__defaults__", (2,))
    set_state(connection, "paused")
    aside.move_all()
    assert (priorities(), woken) == ([ASIDE + LIVE] * 3, [])
    set_state(connection, "on")
    aside.move_all()
    assert priorities() == [LIVE] * 3
    assert set(woken) == {(connection.account_id, lane) for lane in range(4)}


def test_a_round_takes_no_longer_than_it_may(connection, monkeypatch):
    monkeypatch.setattr(aside, "SECONDS", -1)
    set_state(connection, "paused")
    aside.move_all()
    assert priorities() == [LIVE] * 3


def test_where_all_stand_as_they_should_nothing_is_written(connection, monkeypatch):
    ConnectionFactory(hub=HubFactory(slug="other"), state="paused")

    def refused(*_of_the_chunk) -> int:
        raise AssertionError("nothing was to be moved")

    monkeypatch.setattr(aside, "_move_chunk", refused)
    aside.move_all()


def test_of_a_paused_one_nothing_is_claimed_though_it_still_stands_in_line(connection):
    set_state(connection, "paused")
    assert drain.drain_lane(connection.account_id, 0) == 0
    with transaction():
        lease = lanes.Lease(connection.account_id, 0, "mine")
        tally = lanes.take(lease)
        assert claims.claim(lease, tally) == []


def test_what_was_in_hand_when_it_was_paused_comes_to_its_end_and_never_goes_again(connection):
    hand = Hand(connection)
    set_state(connection, "paused")
    aside.move_all()
    hand.settle(hand.sent(Verdict(Action.DELIVERED)))
    assert db.session.scalar(select(func.count()).select_from(OutboxRow)) == 0


def test_what_failed_in_hand_keeps_its_time_aside(connection):
    hand = Hand(connection)
    set_state(connection, "paused")
    aside.move_all()
    with transaction():
        claims.put_off(hand.run.lease, hand.rows[0], hand.rows[0].created_at)
    waits = select(OutboxRow.priority).where(OutboxRow.due_at.is_not(None))
    assert db.session.scalars(waits).all() == [ASIDE + LIVE]


def test_one_that_is_disconnected_meanwhile_is_left_alone(connection):
    set_state(connection, "leaving")
    assert aside._move_chunk(connection.id) == 0
    assert aside._move_chunk(connection.id + 99) == 0
