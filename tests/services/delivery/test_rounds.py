"""Rounds of a drain: several requests before a commit towards a destination that is quick."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from hubapp.doors import http
from hubapp.doors.database import transaction
from hubapp.extensions import db
from hubapp.models import AccountLane, Delivery, Exchange, OutboxRow
from hubapp.models.columns import now
from hubapp.services.delivery import claims, drain, lanes
from tests.support.deliveries import add, all_in_lane_0, hub_at, states, submitted


def people(count: int) -> list[str]:
    return [f"p{at}@example.com" for at in range(count)]


@pytest.fixture
def hands(monkeypatch) -> list[int]:
    """How many rows each claim had in hand."""
    sizes: list[int] = []
    claim = claims.claim

    def counted(*given):
        rows = claim(*given)
        sizes.append(len(rows))
        return rows

    monkeypatch.setattr(claims, "claim", counted)
    return sizes


@pytest.fixture
def quick(monkeypatch) -> None:
    """The destination answers at once, however busy this machine is."""
    monkeypatch.setattr(drain, "ROUND_SECONDS", 60.0)


@pytest.mark.parametrize(("seconds", "largest"), [(60.0, 150), (0.0, 75)])
def test_towards_a_quick_destination_more_is_in_hand(
    app, sandbox, hands, monkeypatch, seconds, largest
):
    monkeypatch.setattr(drain, "ROUND_SECONDS", seconds)
    monkeypatch.setattr(drain, "LARGEST_HAND", 150)
    connection = submitted(hub_at(sandbox), *people(300))
    all_in_lane_0()
    while drain.drain_lane(connection.account_id, 0):
        pass
    assert max(hands) == largest
    assert set(sandbox.state()["sizes"]) == {75}
    assert len(sandbox.state()["profiles"]) == 300


def test_whoever_does_not_want_an_event_twice_has_little_in_doubt(app, sandbox, hands, quick):
    connection = submitted(hub_at(sandbox), *people(160))
    with transaction():
        connection.resend_events = False
    all_in_lane_0()
    drain.drain_lane(connection.account_id, 0)
    assert max(hands) == 75


def test_after_a_failure_nothing_else_of_the_round_is_sent(both, sandbox, quick):
    connection = submitted(hub_at(sandbox), *people(160))
    all_in_lane_0()
    sandbox.fault(status=201, body={"message": "success"}, apply=True)
    sandbox.fault(status=503)
    drain.drain_lane(connection.account_id, 0)
    # 75 went, the first of the next round failed, and whatever came behind it waits.
    statuses = db.session.scalars(select(Exchange.status).order_by(Exchange.id)).all()
    assert statuses == [201, 503]
    assert db.session.query(OutboxRow).count() == 85


def test_asked_to_stop_it_ends_after_the_request_that_is_under_way(
    app, sandbox, quick, monkeypatch
):
    connection = submitted(hub_at(sandbox), *people(160))
    all_in_lane_0()
    send = http.send

    def asked_to_stop_meanwhile(*given):
        drain.stopping.set()
        return send(*given)

    monkeypatch.setattr(http, "send", asked_to_stop_meanwhile)
    try:
        assert drain.drain_lane(connection.account_id, 0) == 1
        assert drain.drain_lane(connection.account_id, 0) == 0
    finally:
        drain.stopping.clear()
    assert db.session.query(OutboxRow).count() == 85
    assert db.session.get_one(AccountLane, (connection.account_id, 0)).claimed == []


def test_what_stays_in_hand_learns_what_has_been_confirmed_meanwhile(both, sandbox, monkeypatch):
    """Back to a value that was confirmed before this hand was claimed: it has changed twice."""
    monkeypatch.setattr(drain, "ROUND_SECONDS", 0.0)
    hub = hub_at(sandbox)
    connection = submitted(hub)
    add(hub, "p@example.com", "Blue")
    all_in_lane_0()
    drain.drain_lane(connection.account_id, 0)
    add(hub, "p@example.com", "Red", event_name="played")
    for email in people(50):
        add(hub, email, event_name="played")
    add(hub, "p@example.com", "Blue", event_name="played")
    all_in_lane_0()
    drain.drain_lane(connection.account_id, 0)
    assert states(connection) == {"delivered"}
    assert sandbox.profile("email:p@example.com")["first_name"] == "Blue"


def test_whoever_lost_the_lane_while_sending_leaves_it_to_the_other(both, sandbox, monkeypatch):
    connection = submitted(hub_at(sandbox), "a@example.com")
    all_in_lane_0()
    send = http.send

    def slower_than_the_lease(*given):
        monkeypatch.setattr(http, "send", send)
        reply = send(*given)
        with transaction() as session:
            past = now() - timedelta(seconds=1)
            session.execute(update(AccountLane).values(leased_until=past))
        # Another worker takes the lane meanwhile.
        assert drain.drain_lane(connection.account_id, 0) == 1
        return reply

    monkeypatch.setattr(http, "send", slower_than_the_lease)
    drain.drain_lane(connection.account_id, 0)
    row = db.session.scalars(select(Delivery)).one()
    assert (row.state, row.outcome_unknown, row.attempts) == ("delivered", True, 2)
    assert [each["words"] for each in row.history] == [lanes.WORKER_DIED.to_json()]
    assert db.session.query(Exchange).count() == 1
    lane = db.session.get_one(AccountLane, (connection.account_id, 0))
    assert (lane.tally["delivered"], lane.tally["unknown"], lane.claimed) == (1, 1, [])


def test_nobody_is_in_two_requests_before_a_commit(app, sandbox, quick, monkeypatch):
    """Or, when the round is lost, an older value would go again after the newer one."""
    hub = hub_at(sandbox)
    twice = people(75)[15:]
    connection = submitted(hub, *people(75), *twice, *[f"q{at}@example.com" for at in range(30)])
    all_in_lane_0()
    rounds = []
    settle = drain.settle

    def watched(run, exchanges, idle, left):
        rounds.append([{p.row.record.person_key for p in each.planned} for each in exchanges])
        return settle(run, exchanges, idle, left)

    monkeypatch.setattr(drain, "settle", watched)
    with transaction():
        connection.only_changes = False
    while drain.drain_lane(connection.account_id, 0):
        pass
    assert states(connection) == {"delivered"}
    for requests in rounds:
        assert sum(len(each) for each in requests) == len(set().union(*requests))
