"""A message at a chosen moment: once, whatever happens on its way."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from hubapp.core.errors import Refused
from hubapp.core.mapping import FieldMapping, MappingRow
from hubapp.core.retrying import State
from hubapp.core.trigger import FORM_SENT, MAY_HAVE, OUTCOME, WON, Plan
from hubapp.doors.database import transaction
from hubapp.extensions import db
from hubapp.models import AccountLane, Activity, Delivery, Hub
from hubapp.models.columns import now
from hubapp.models.delivery import MESSAGE
from hubapp.services import visiting
from hubapp.services.delivery import outbox, triggers
from hubapp.services.integrations import log, replay, runs
from tests.support.application import connect, submit_entries
from tests.support.deliveries import drain_all, due_now, hub_at

CAMPAIGN = "44444444-4444-4444-8444-444444444444"
TRANSACTIONAL = "66666666-6666-4666-8666-666666666666"
ANA = "ana@example.com"


@pytest.fixture
def hub(both, sandbox) -> Hub:
    return hub_at(sandbox)


def connected(hub, kind="campaign", **plan):
    target = TRANSACTIONAL if kind == "transactional" else CAMPAIGN
    told = Plan(1, kind=kind, target=target, rows=(("name", "field.first_name"),), **plan)
    connection = connect(hub, hub.endpoint, rule="alias_email")
    with transaction():
        connection.triggers = [told.to_json()]
    return connection


def drained(connection) -> None:
    for _ in range(4):
        due_now(connection)
        drain_all(connection)


def message() -> Delivery:
    db.session.expire_all()
    query = select(Delivery).where(Delivery.purpose.startswith(MESSAGE))
    return db.session.scalars(query).one()


def sent(sandbox) -> list:
    return sandbox.state()["messages"]


def test_a_form_triggers_it_behind_what_it_tells(hub, sandbox):
    connection = connected(hub)
    submit_entries(hub, ANA)
    drained(connection)
    (found,) = sent(sandbox)
    assert found["properties"] == {"name": "Ana"}
    assert found["profile"] == sandbox.profile(f"email:{ANA}")["braze_id"]
    assert message().state == State.DELIVERED
    first, second = db.session.scalars(select(Delivery).order_by(Delivery.id))
    assert (first.purpose, second.purpose) == ("told", "m1")


def test_it_says_a_value_in_the_words_in_which_the_mapping_sends_it(hub, sandbox):
    connection = connected(hub)
    name = "field.first_name"
    as_it_is = MappingRow(name, "attribute.first_name")
    reworded = MappingRow(name, "custom.code", sent_as={"Ana": "ANA-1"})
    with transaction():
        rows = (*FieldMapping.from_json(connection.mapping).rows, as_it_is, reworded)
        mapping = replace(FieldMapping.from_json(connection.mapping), rows=rows)
        connection.mapping = mapping.to_json()
    submit_entries(hub, ANA)
    drained(connection)
    (found,) = sent(sandbox)
    assert found["properties"] == {"name": "ANA-1"}


@pytest.mark.parametrize("plan", [{"card": "other"}, {"moment": WON}, {"kind": "gone"}])
def test_another_moment_triggers_nothing(hub, sandbox, plan):
    connection = connected(hub, **plan)
    submit_entries(hub, ANA)
    drained(connection)
    assert sent(sandbox) == []


def test_an_outcome_is_reached_once_in_a_play(hub, sandbox):
    source = "fact.card_type"
    connection = connected(hub, moment=OUTCOME, source=source, value="entry")
    submit_entries(hub, ANA)
    submission = db.session.scalars(select(Activity).order_by(Activity.id)).first()
    value = visiting.facts_of(submission)[source]
    with transaction():
        connection.triggers = [{**connection.triggers[0], "value": value}]
    submit_entries(hub, "bo@example.com")
    activity = db.session.scalars(select(Activity).order_by(Activity.id.desc())).first()
    assert triggers.due_plans(connection, activity, visiting.facts_of(activity)) == []
    drained(connection)
    assert len(sent(sandbox)) == 1


@pytest.mark.parametrize(
    "fault", [{"status": 504, "apply": True}, {"drop": True, "apply": True}, {"status": 500}]
)
def test_a_lost_answer_stands_as_may_have_been_sent_and_has_a_button(hub, sandbox, fault):
    connection = connected(hub)
    submit_entries(hub, ANA)
    sandbox.fault(path="/campaigns/trigger/send", **fault)
    drained(connection)
    found = message()
    assert (found.state, found.reason) == (State.REJECTED, str(MAY_HAVE))
    assert len(sent(sandbox)) == bool(fault.get("apply"))
    assert str(log.lines_of([found], connection, False)[0].state) == "May have been sent"
    run = runs.start_replay(connection, str(MAY_HAVE), "then")
    runs.advance_runs()
    drained(connection)
    assert message().state == State.REJECTED, run.kind
    replay.replay_one(connection, found.id, "then")
    drained(connection)
    assert message().state == State.DELIVERED
    assert len(sent(sandbox)) == 1 + bool(fault.get("apply"))


def test_one_that_was_sent_is_not_sent_again(hub, sandbox):
    connection = connected(hub)
    submit_entries(hub, ANA)
    drained(connection)
    with pytest.raises(Refused, match="twice"):
        replay.replay_one(connection, message().id, "now")
    assert len(sent(sandbox)) == 1


def test_one_with_a_name_is_sent_once_through_lost_answers_and_a_replay(hub, sandbox):
    connection = connected(hub, "transactional")
    submit_entries(hub, ANA)
    path = f"/transactional/v1/campaigns/{TRANSACTIONAL}/send"
    sandbox.fault(path=path, status=504, apply=True, count=2)
    drained(connection)
    assert message().state == State.DELIVERED
    replay.replay_one(connection, message().id, "now")
    drained(connection)
    assert message().state == State.DELIVERED
    assert len(sent(sandbox)) == 1


@pytest.mark.parametrize(
    ("kind", "age", "state", "count"),
    [
        ("campaign", timedelta(0), State.REJECTED, 0),
        ("transactional", timedelta(hours=1), State.DELIVERED, 1),
        ("transactional", timedelta(hours=24), State.REJECTED, 0),
    ],
)
def test_what_a_killed_worker_had_in_hand_is_asked_for_again_only_by_name(
    hub, sandbox, kind, age, state, count
):
    connection = connected(hub, kind)
    submit_entries(hub, ANA)
    found = message()
    with transaction() as session:
        session.execute(update(Delivery).values(created_at=now() - age))
        lane = outbox.lane_of(found.person, connection.account.lanes)
        dead = AccountLane(account_id=connection.account_id, lane=lane, claimed=[found.id])
        session.add(dead)
    drained(connection)
    assert (message().state, len(sent(sandbox))) == (state, count)


def test_a_key_that_may_not_send_messages_holds_nothing_up(hub, sandbox):
    sandbox.client.post("/__sandbox/given", json={"keys": {"sandbox-key": ["users.track"]}})
    connection = connected(hub)
    submit_entries(hub, ANA, "bo@example.com")
    drained(connection)
    assert connection.standing == "on"
    assert sandbox.profile("email:bo@example.com") is not None
    query = select(Delivery.reason).where(Delivery.purpose.startswith(MESSAGE))
    assert set(db.session.scalars(query)) == {"Key may not send messages"}
    sandbox.client.post("/__sandbox/keys", json={"add": "sandbox-key"})
    runs.start_replay(connection, "Key may not send messages", "now")
    runs.advance_runs()
    drained(connection)
    assert len(sent(sandbox)) == 2


def test_a_message_leaves_no_mark_on_what_is_confirmed(hub, sandbox):
    connection = connected(hub)
    connection.mapping = {
        **connection.mapping,
        "rows": [MappingRow("field.first_name", "attribute.first_name").__dict__],
    }
    submit_entries(hub, ANA)
    drained(connection)
    assert FORM_SENT == connection.triggers[0]["moment"]
    assert message().record["values"] == {"attribute.first_name": "Ana", "message.name": "Ana"}
