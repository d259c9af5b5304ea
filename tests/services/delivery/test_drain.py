"""From the outbox to the destination, on SQLite and on PostgreSQL."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select, update

from hubapp.core.retrying import State
from hubapp.extensions import db
from hubapp.models import Connection, ConnectionLane, Delivery, OutboxRow
from hubapp.models.columns import now
from hubapp.services.delivery import claims, drain, lanes, outbox
from hubapp.work import sweep
from tests.support.application import connect, submit_entries
from tests.support.deliveries import (
    add,
    all_in_lane_0,
    drain_all,
    due_now,
    hub_at,
    states,
    submitted,
)


def test_a_backlog_goes_out_in_full_batches(both, sandbox):
    hub = hub_at(sandbox)
    connection = submitted(hub, *(f"p{at}@example.com" for at in range(320)))
    assert drain_all(connection) <= 8
    assert states(connection) == {State.DELIVERED}
    assert len(sandbox.state()["profiles"]) == 320
    assert max(sandbox.state()["sizes"]) == 75


def test_the_newest_value_of_a_person_wins(both, sandbox):
    hub = hub_at(sandbox)
    connection = submitted(hub)
    for name in ("Ana", "Bea", "Cleo"):
        add(hub, "one@example.com", name)
    drain_all(connection)
    assert sandbox.profile("email:one@example.com")["first_name"] == "Cleo"


def test_one_bad_record_is_rejected_alone_in_brazes_words(both, sandbox):
    hub = hub_at(sandbox)
    sandbox.client.post("/__sandbox/given", json={"type_style": "prose"})
    connection = submitted(hub, "good@example.com")
    sandbox.fault(
        status=201,
        body={
            "message": "success",
            "errors": [{"type": "EMAIL_BAD_FORMAT", "input_array": "attributes", "index": 0}],
        },
    )
    drain_all(connection)
    row = db.session.scalars(select(Delivery)).one()
    assert row.state == State.REJECTED
    assert "EMAIL_BAD_FORMAT" in str(row.words)


def test_braze_down_keeps_everything_until_it_is_back(both, sandbox):
    hub = hub_at(sandbox)
    connection = submitted(hub, "a@example.com")
    sandbox.fault(status=503)
    drain_all(connection)
    assert states(connection) == {State.WAITING}
    due_now(connection)
    drain_all(connection)
    assert states(connection) == {State.DELIVERED}


def test_a_revoked_key_holds_the_connection_which_goes_on_by_itself(both, sandbox):
    hub = hub_at(sandbox)
    connection = submitted(hub, "a@example.com", "b@example.com")
    sandbox.client.post("/__sandbox/keys", json={"revoke": "sandbox-key"})
    drain_all(connection)
    db.session.refresh(connection)
    assert (connection.state, states(connection)) == ("held", {State.WAITING})
    assert "Paste a new key" in str(connection.held_words)
    due_now(connection)
    sweep.sweep()
    assert states(connection) == {State.WAITING}
    sandbox.client.post("/__sandbox/keys", json={"add": "sandbox-key"})
    due_now(connection)
    sweep.sweep()
    sweep.sweep()
    assert states(connection) == {State.DELIVERED}


def test_being_told_to_slow_down_costs_no_attempt(both, sandbox):
    hub = hub_at(sandbox)
    connection = submitted(hub, "a@example.com")
    sandbox.fault(status=429, headers={"X-Ratelimit-Retry-After": "30"})
    drain_all(connection)
    row = db.session.scalars(select(Delivery)).one()
    assert (row.attempts, row.state) == (0, State.WAITING)
    assert drain_all(connection) == 0
    due_now(connection)
    drain_all(connection)
    assert states(connection) == {State.DELIVERED}


def test_too_large_is_halved_until_it_fits(both, sandbox):
    hub = hub_at(sandbox)
    connection = submitted(hub)
    for at in range(8):
        add(hub, f"q{at}@example.com")
    all_in_lane_0()
    sandbox.fault(status=413, count=2)
    drain.drain_lane(connection.id, 0)
    assert states(connection) == {State.DELIVERED}


def test_a_dropped_answer_is_marked_and_sent_again(both, sandbox):
    hub = hub_at(sandbox)
    connection = submitted(hub, "a@example.com")
    sandbox.fault(drop=True, apply=True)
    drain_all(connection)
    row = db.session.scalars(select(Delivery)).one()
    assert row.outcome_unknown
    due_now(connection)
    drain_all(connection)
    assert states(connection) == {State.DELIVERED}


def test_what_a_dead_worker_held_goes_on_after_its_lease(both, sandbox):
    hub = hub_at(sandbox)
    connection = submitted(hub, "a@example.com")
    all_in_lane_0()
    take_and_die(connection)
    sweep.sweep()
    assert states(connection) == {State.DELIVERED}
    row = db.session.scalars(select(Delivery)).one()
    assert (row.outcome_unknown, row.attempts) == (True, 2)
    assert row.history[0]["words"] == lanes.WORKER_DIED.to_json()


def take_and_die(connection: Connection) -> None:
    """What a worker leaves behind that is killed after its claim, when its lease has run out."""
    lease = lanes.Lease(connection.id, 0, "dead")
    tally = lanes.take(lease)
    assert claims.claim(lease, tally)
    past = now() - timedelta(seconds=1)
    db.session.execute(update(ConnectionLane).values(leased_until=past))
    db.session.commit()


def test_whoever_comes_back_too_late_writes_nothing(both, sandbox):
    """A worker that slept longer than its lease: another has its deliveries meanwhile."""
    hub = hub_at(sandbox)
    connection = submitted(hub, "a@example.com")
    all_in_lane_0()
    take_and_die(connection)
    assert drain.drain_lane(connection.id, 0) == 1
    assert lanes.check(lanes.Lease(connection.id, 0, "dead")) is None
    db.session.rollback()


def test_a_lane_is_drained_by_one_at_a_time(both, sandbox):
    hub = hub_at(sandbox)
    connection = submitted(hub, "a@example.com")
    assert lanes.take(lanes.Lease(connection.id, 0, "first")) is not None
    db.session.commit()
    assert lanes.take(lanes.Lease(connection.id, 0, "second")) is None


def test_a_retry_of_one_person_holds_up_only_that_person(both, sandbox):
    hub = hub_at(sandbox)
    connection = submitted(hub)
    for email, name in (("a@example.com", "1"), ("a@example.com", "2"), ("b@example.com", "3")):
        add(hub, email, name)
    first = db.session.scalars(select(Delivery).order_by(Delivery.id)).first()
    first.attempts = 4
    in_line = db.session.scalars(select(OutboxRow).filter_by(delivery_id=first.id)).one()
    in_line.due_at = now() + timedelta(minutes=5)
    db.session.commit()
    drain_all(connection)
    assert sandbox.profile("email:a@example.com") is None
    assert sandbox.profile("email:b@example.com")["first_name"] == "3"
    due_now(connection)
    drain_all(connection)
    assert sandbox.profile("email:a@example.com")["first_name"] == "2"


def test_only_what_is_mapped_is_kept_for_sending(both, sandbox):
    hub = hub_at(sandbox)
    connect(hub, sandbox.url)
    submit_entries(hub, "a@example.com")
    row = db.session.scalars(select(Delivery)).one()
    assert row.record["values"] == {"attribute.first_name": "Ana"}


def test_a_submission_without_identity_is_listed_with_its_reason(both, sandbox):
    hub = hub_at(sandbox)
    connect(hub, sandbox.url)
    outbox.add_deliveries(hub.id, {}, card_id="q", time=now(), submission_id=0)
    row = next(each for each in db.session.new if isinstance(each, Delivery))
    assert row.state == State.REJECTED
    assert "Make that field required" in str(row.words)
    db.session.rollback()
