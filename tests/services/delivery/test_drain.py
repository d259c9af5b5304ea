"""From the outbox to the destination, on SQLite and on PostgreSQL."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from hubapp.core.retrying import State
from hubapp.doors import queue
from hubapp.doors.database import transaction
from hubapp.extensions import db
from hubapp.models import AccountLane, Connection, Delivery, OutboxRow
from hubapp.models.columns import now
from hubapp.services.delivery import drain
from hubapp.work import sweep
from tests.services.delivery.in_hand import Hand, take
from tests.support.deliveries import (
    add,
    all_in_lane_0,
    drain_all,
    due_now,
    hub_at,
    states,
    submitted,
)

SYNTAX = {"status": 400, "body": {"error": "Error while parsing request body."}}


@pytest.fixture
def connection(app, sandbox) -> Connection:
    """Two people wait in lane 0."""
    made = submitted(hub_at(sandbox), "a@example.com", "b@example.com")
    all_in_lane_0()
    return made


@pytest.fixture
def woken(monkeypatch) -> list:
    """The lanes that the queue was asked to drain."""
    lanes: list = []
    monkeypatch.setattr(queue, "wake_drain", lambda *lane: lanes.append(lane))
    return lanes


def the_only_one() -> Delivery:
    db.session.expire_all()
    return db.session.scalars(select(Delivery)).one()


def requests(sandbox) -> int:
    return sandbox.state()["counts"]["requests"]


def test_a_backlog_goes_out_in_full_batches(both, sandbox):
    connection = submitted(hub_at(sandbox), *(f"p{at}@example.com" for at in range(160)))
    all_in_lane_0()
    assert drain.drain_lane(connection.account_id, 0) == 3
    assert states(connection) == {State.DELIVERED}
    assert sandbox.state()["sizes"] == [75, 75, 10]


def test_what_ended_is_off_the_outbox_and_the_lane_is_free(both, sandbox):
    connection = submitted(hub_at(sandbox), "a@example.com")
    all_in_lane_0()
    drain.drain_lane(connection.account_id, 0)
    lane = db.session.get_one(AccountLane, (connection.account_id, 0))
    assert (lane.claimed, lane.leased_until, lane.token) == ([], None, "")
    assert db.session.scalars(select(OutboxRow)).all() == []


def test_the_newest_value_of_a_person_wins(both, sandbox):
    hub = hub_at(sandbox)
    connection = submitted(hub)
    for name in ("Ana", "Bea", "Cleo"):
        add(hub, "one@example.com", name)
    drain_all(connection)
    assert sandbox.profile("email:one@example.com")["first_name"] == "Cleo"


def test_one_bad_record_is_rejected_alone_in_brazes_words(both, sandbox):
    connection = submitted(hub_at(sandbox), "good@example.com", "bad@example.com")
    all_in_lane_0()
    wrong = {"type": "EMAIL_BAD_FORMAT", "input_array": "attributes", "index": 1}
    sandbox.fault(status=201, body={"message": "success", "errors": [wrong]})
    drain_all(connection)
    good, bad = db.session.scalars(select(Delivery).order_by(Delivery.id))
    assert (good.state, bad.state) == (State.DELIVERED, State.REJECTED)
    assert "EMAIL_BAD_FORMAT" in str(bad.words)


def test_braze_down_keeps_everything_until_it_is_back(both, sandbox):
    connection = submitted(hub_at(sandbox), "a@example.com")
    sandbox.fault(status=503)
    drain_all(connection)
    assert states(connection) == {State.WAITING}
    due_now(connection)
    drain_all(connection)
    assert states(connection) == {State.DELIVERED}


def test_a_revoked_key_holds_the_connection_which_goes_on_by_itself(both, sandbox):
    connection = submitted(hub_at(sandbox), "a@example.com", "b@example.com")
    sandbox.client.post("/__sandbox/keys", json={"revoke": "sandbox-key"})
    drain_all(connection)
    assert (connection.standing, states(connection)) == ("held", {State.WAITING})
    assert "Paste a new key" in str(connection.account.held_words)
    sandbox.client.post("/__sandbox/keys", json={"add": "sandbox-key"})
    due_now(connection)
    for _ in range(2):  # It is tried in the first, and the second finds what is due.
        sweep.sweep()
    assert states(connection) == {State.DELIVERED}


def test_being_told_to_slow_down_costs_no_attempt(both, sandbox):
    connection = submitted(hub_at(sandbox), "a@example.com")
    sandbox.fault(status=429, headers={"X-Ratelimit-Retry-After": "30"})
    drain_all(connection)
    assert (the_only_one().attempts, the_only_one().state) == (0, State.WAITING)
    assert drain_all(connection) == 0
    due_now(connection)
    drain_all(connection)
    assert states(connection) == {State.DELIVERED}


def test_too_large_is_halved_until_it_fits(both, sandbox):
    connection = submitted(hub_at(sandbox), *(f"q{at}@example.com" for at in range(8)))
    all_in_lane_0()
    sandbox.fault(status=413, count=2)
    drain.drain_lane(connection.account_id, 0)
    assert states(connection) == {State.DELIVERED}
    # After one that fits, the next are whole again.
    assert sandbox.state()["sizes"] == [2, 6]


def test_one_that_is_too_large_alone_is_rejected(both, sandbox):
    connection = submitted(hub_at(sandbox), "a@example.com")
    sandbox.fault(status=413)
    drain_all(connection)
    assert (the_only_one().state, the_only_one().reason) == (State.REJECTED, "Too large")
    assert str(the_only_one().words) == (
        "Braze found the request too large (413). This one submission alone is too large; map "
        "fewer or shorter values."
    )


def test_a_poisonous_record_is_separated_from_the_rest(both, sandbox):
    """Braze refuses a request as a whole without saying whom it minds."""
    connection = submitted(hub_at(sandbox), *(f"p{at}@example.com" for at in range(8)))
    all_in_lane_0()
    for _ in range(4):
        sandbox.fault(**SYNTAX)
    drain.drain_lane(connection.account_id, 0)
    found = db.session.scalars(select(Delivery.state).order_by(Delivery.id)).all()
    assert found == [State.REJECTED, *[State.DELIVERED] * 7]


def test_when_somebody_failed_and_nobody_says_who_each_goes_again_alone(both, sandbox):
    connection = submitted(hub_at(sandbox), *(f"p{at}@example.com" for at in range(3)))
    all_in_lane_0()
    sandbox.fault(status=201, body={"message": "success", "errors": ["odd"]}, apply=True)
    drain.drain_lane(connection.account_id, 0)
    assert sandbox.state()["sizes"] == [3, 1, 1, 1]
    assert states(connection) == {State.DELIVERED}
    assert set(db.session.scalars(select(Delivery.outcome_unknown))) == {True}


def test_what_failed_often_goes_in_ever_smaller_requests(both, sandbox):
    connection = submitted(hub_at(sandbox), *(f"p{at}@example.com" for at in range(12)))
    all_in_lane_0()
    with transaction() as session:
        session.execute(update(Delivery).values(attempts=6))
    drain.drain_lane(connection.account_id, 0)
    # The seventh try: 75, halved four times.
    assert sandbox.state()["sizes"] == [4, 4, 4]


def test_a_dropped_answer_is_marked_and_sent_again(both, sandbox):
    connection = submitted(hub_at(sandbox), "a@example.com")
    sandbox.fault(drop=True, apply=True)
    drain_all(connection)
    assert the_only_one().outcome_unknown
    due_now(connection)
    drain_all(connection)
    assert states(connection) == {State.DELIVERED}


def test_what_a_dead_worker_held_goes_on_after_its_lease(both, sandbox):
    connection = submitted(hub_at(sandbox), "a@example.com")
    all_in_lane_0()
    Hand(connection, "dead")
    with transaction() as session:
        past = now() - timedelta(seconds=1)
        session.execute(update(AccountLane).values(leased_until=past))
    sweep.sweep()
    row = the_only_one()
    assert (row.state, row.outcome_unknown, row.attempts) == (State.DELIVERED, True, 2)


def test_a_retry_of_one_person_holds_up_only_that_person(both, sandbox):
    hub = hub_at(sandbox)
    connection = submitted(hub)
    for email, name in (("a@example.com", "1"), ("a@example.com", "2"), ("b@example.com", "3")):
        add(hub, email, name)
    with transaction() as session:
        first = session.scalars(select(OutboxRow).order_by(OutboxRow.delivery_id)).first()
        first.due_at = now() + timedelta(minutes=5)
    drain_all(connection)
    assert sandbox.profile("email:a@example.com") is None
    assert sandbox.profile("email:b@example.com")["first_name"] == "3"
    due_now(connection)
    drain_all(connection)
    assert sandbox.profile("email:a@example.com")["first_name"] == "2"


def test_while_a_person_waits_for_a_retry_nobody_turns_in_circles(both, sandbox, woken):
    connection = submitted(hub_at(sandbox), "a@example.com", "a@example.com")
    all_in_lane_0()
    with transaction() as session:
        first = session.scalars(select(OutboxRow).order_by(OutboxRow.delivery_id)).first()
        first.due_at = now() + timedelta(minutes=5)
    assert drain.drain_lane(connection.account_id, 0) == 0
    assert woken == []


@pytest.mark.parametrize("why", ["state", "throttled_until", "kind"])
def test_a_connection_that_may_not_send_leaves_its_lane_free(connection, sandbox, why):
    given = {"state": "paused", "throttled_until": now() + timedelta(minutes=1), "kind": "of old"}
    with transaction():
        setattr(connection if why == "state" else connection.account, why, given[why])
    assert drain.drain_lane(connection.account_id, 0) == 0
    assert (requests(sandbox), states(connection)) == (0, {State.WAITING})
    assert take(connection.account_id, "next") == {}


def test_a_key_that_cannot_be_read_holds_the_connection(connection, sandbox):
    with transaction():
        connection.account.secret = b"sealed with a lost key"
    assert drain.drain_lane(connection.account_id, 0) == 0
    assert connection.standing == "held"
    assert str(connection.account.held_words) == (
        "The saved key cannot be read with today's HUBAPP_ENCRYPTION_KEYS. Paste the key again."
    )


def test_a_lane_that_another_has_is_left_alone(connection, sandbox):
    take(connection.account_id, "another")
    assert drain.drain_lane(connection.account_id, 0) == 0
    assert drain.drain_lane(connection.account_id + 999, 0) == 0
    assert requests(sandbox) == 0


def test_after_its_quantum_a_drain_lets_others_go_first(connection, sandbox, woken, monkeypatch):
    monkeypatch.setattr(drain, "QUANTUM", 1)
    monkeypatch.setattr(drain, "ROUND_SECONDS", 0.0)
    with transaction():
        connection.account.settings = {**connection.account.settings, "batch": "1"}
    assert drain.drain_lane(connection.account_id, 0) == 1
    assert woken == [(connection.account_id, 0)]
    assert take(connection.account_id, "next") is not None


def test_for_a_short_while_a_drain_waits_for_its_turn(connection, sandbox, monkeypatch):
    waits = iter([0.01, 0.01, 0.0])
    monkeypatch.setattr(queue, "take_turn", lambda *_of_the_budget: next(waits))
    assert drain.drain_lane(connection.account_id, 0) == 1
    assert states(connection) == {State.DELIVERED}


def test_when_its_turn_is_far_away_everybody_with_the_key_waits(connection, sandbox, monkeypatch):
    monkeypatch.setattr(queue, "take_turn", lambda *_of_the_budget: 40.0)
    other = submitted(hub_at(sandbox))
    drain.drain_lane(other.account_id, 0)
    assert drain.drain_lane(connection.account_id, 0) == 0
    assert set(db.session.scalars(select(Delivery.attempts))) == {0}
    assert (
        now() + timedelta(seconds=39)
        < connection.account.throttled_until
        == other.account.throttled_until
    )
    assert take(connection.account_id, "next") is not None


@pytest.mark.parametrize(("batch", "people", "sizes"), [("legacy", 75, [150]), ("75", 40, [74, 6])])
def test_the_objects_of_one_submission_are_never_parted(app, sandbox, batch, people, sizes):
    sandbox.client.post("/__sandbox/given", json={"plan": "legacy225"})
    hub = hub_at(sandbox)
    connection = submitted(hub)
    for at in range(people):
        add(hub, f"p{at}@example.com", event_name="played")
    all_in_lane_0()
    with transaction():
        connection.account.settings = {**connection.account.settings, "batch": batch}
    drain.drain_lane(connection.account_id, 0)
    assert sandbox.state()["sizes"] == sizes
