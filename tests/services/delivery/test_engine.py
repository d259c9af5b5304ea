"""What the delivery engine promises beside the plain way: only what changed, shared budgets, lost
answers, priorities."""

from __future__ import annotations

import time

import pytest
from sqlalchemy import select

from hubapp.core.destination import Rate
from hubapp.core.retrying import State
from hubapp.doors import queue
from hubapp.extensions import db
from hubapp.models import Connection, Delivery
from hubapp.models.columns import now
from hubapp.models.outbox import BEHIND
from hubapp.services.delivery import claims, drain, lanes, settle
from hubapp.services.integrations import figures
from tests.support.application import make_hub, submit_entries
from tests.support.deliveries import (
    add,
    all_in_lane_0,
    drain_all,
    due_now,
    hub_at,
    states,
    submitted,
)


def bodies(sandbox) -> list[dict]:
    return [each["body"] for each in sandbox.state()["requests"]]


def test_unchanged_attributes_are_not_sent_again_and_counted(both, sandbox):
    hub = hub_at(sandbox)
    connection = submitted(hub, "a@example.com")
    drain_all(connection)
    add(hub, "a@example.com")
    drain_all(connection)
    assert sandbox.state()["counts"]["requests"] == 1
    assert figures.health(connection).saved == 1
    last = db.session.scalars(select(Delivery).order_by(Delivery.id.desc())).first()
    assert last.words == settle.NOTHING_NEW


def test_the_switch_sends_everything_every_time(both, sandbox):
    hub = hub_at(sandbox)
    connection = submitted(hub, "a@example.com")
    connection.only_changes = False
    db.session.commit()
    drain_all(connection)
    add(hub, "a@example.com")
    drain_all(connection)
    assert sandbox.state()["counts"]["requests"] == 2


def test_a_change_and_a_change_back_in_one_batch_end_right(both, sandbox):
    hub = hub_at(sandbox)
    connection = submitted(hub)
    for name in ("Ana", "Bea", "Ana"):
        add(hub, "a@example.com", name)
        if name == "Ana" and sandbox.state()["counts"]["requests"] == 0:
            drain_all(connection)
    drain_all(connection)
    assert sandbox.profile("email:a@example.com")["first_name"] == "Ana"


@pytest.mark.parametrize("again", [True, False])
def test_after_a_lost_answer_the_event_goes_again_only_if_the_connection_says_so(
    app, sandbox, again
):
    hub = make_hub(sandbox.url)
    connection = db.session.scalars(select(Connection)).one()
    connection.resend_events = again
    db.session.commit()
    submit_entries(hub, "a@example.com")
    sandbox.fault(drop=True, apply=True)
    drain_all(connection)
    due_now(connection)
    drain_all(connection)
    assert states(connection) == {State.DELIVERED}
    profile = sandbox.profile("alias:email/a@example.com")
    assert profile["events"]["hub_submission"]["count"] == (2 if again else 1)
    row = db.session.scalars(select(Delivery)).one()
    assert row.outcome_unknown
    assert (row.words == settle.EVENT_LEFT_OUT) is not again


def test_live_traffic_goes_before_what_goes_behind(both, sandbox):
    hub = hub_at(sandbox)
    connection = submitted(hub, *(f"old{at}@example.com" for at in range(5)))
    all_in_lane_0(priority=BEHIND)
    add(hub, "new@example.com")
    all_in_lane_0()
    lease = lanes.Lease(connection.id, 0, "t")
    tally = lanes.take(lease)
    (first,) = claims.claim(lease, tally, most=1)
    assert first.record.identity == "new@example.com"


def test_a_poisonous_record_is_separated_from_the_rest(both, sandbox):
    """Braze refuses a request as a whole without saying whom it minds."""
    hub = hub_at(sandbox)
    connection = submitted(hub, *(f"p{at}@example.com" for at in range(8)))
    all_in_lane_0()
    refusal = {"status": 400, "body": {"error": "Error while parsing request body."}}
    sandbox.fault(**refusal)
    sandbox.fault(**refusal)
    drain.drain_lane(connection.id, 0)
    assert states(connection) == {State.DELIVERED}


def test_a_failing_destination_is_left_alone_for_a_while(both, sandbox):
    hub = hub_at(sandbox)
    connection = submitted(hub, *(f"p{at}@example.com" for at in range(8)))
    sandbox.fault(status=503, count=99)
    for _ in range(5):
        drain_all(connection)
    assert sandbox.state()["counts"]["requests"] <= 2
    db.session.refresh(connection)
    assert connection.failures >= 1


def test_asked_to_wait_everybody_with_the_same_key_waits(both, sandbox):
    one, two = hub_at(sandbox), hub_at(sandbox)
    first, second = submitted(one, "a@example.com"), submitted(two, "b@example.com")
    for connection in (first, second):
        drain_all(connection)
    add(one, "c@example.com")
    sandbox.fault(status=429, headers={"Retry-After": "40"})
    drain_all(first)
    db.session.refresh(second)
    assert second.throttled_until > now()


@pytest.mark.parametrize("with_queue", [True, False])
def test_one_budget_is_shared_by_all_who_take_from_it(request, with_queue):
    if with_queue:
        request.getfixturevalue("live_queue")
    rates = [Rate(5, 1), Rate(8, 3600)]
    budget = f"test-{time.time_ns()}"
    assert [queue.take_turn(budget, rates) for _ in range(5)] == [0.0] * 5
    assert 0 < queue.take_turn(budget, rates) <= 0.25
    time.sleep(0.75)
    taken = sum(queue.take_turn(budget, rates) == 0 for _ in range(10))
    assert taken == 3
    assert queue.take_turn(budget, rates) > 60


def test_the_legacy_rule_takes_75_of_each(both, sandbox):
    sandbox.client.post("/__sandbox/given", json={"plan": "legacy225"})
    hub = hub_at(sandbox)
    connection = submitted(hub, *(f"p{at}@example.com" for at in range(75)))
    all_in_lane_0()
    for row in db.session.scalars(select(Delivery)):
        row.record = {**row.record, "event_name": "played"}
    connection.settings = {**connection.settings, "batch": "legacy"}
    db.session.commit()
    drain.drain_lane(connection.id, 0)
    assert sandbox.state()["sizes"] == [150]


def test_the_objects_of_one_submission_are_never_parted(both, sandbox):
    hub = hub_at(sandbox)
    connection = submitted(hub, *(f"p{at}@example.com" for at in range(60)))
    all_in_lane_0()
    for row in db.session.scalars(select(Delivery)):
        row.record = {**row.record, "event_name": "played"}
    db.session.commit()
    drain.drain_lane(connection.id, 0)
    assert sandbox.state()["sizes"] == [74, 46]
