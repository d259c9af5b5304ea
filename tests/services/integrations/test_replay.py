"""Replay, backfill, resend, wiping and what the screens say of a delivery."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from hubapp.core.errors import NotFoundHere, Refused
from hubapp.core.mapping import FieldMapping, MappingRow
from hubapp.core.retrying import State
from hubapp.core.words import Words
from hubapp.extensions import db
from hubapp.models import Connection, Delivery, Exchange, Run
from hubapp.models.columns import now
from hubapp.services.delivery import drain
from hubapp.services.integrations import connections, explain, figures, log, mappings, replay, runs
from hubapp.services.integrations.log import Filter
from hubapp.work import sweep
from tests.support.application import connect, submit_entries
from tests.support.deliveries import drain_all, hub_at, states
from tests.support.forms import by_id


@pytest.fixture
def hub(both, sandbox):
    return hub_at(sandbox)


def rejected(hub, sandbox) -> tuple[Connection, Delivery]:
    connection = connect(hub, sandbox.url)
    submit_entries(hub, "ana@example.com")
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
    return connection, row


def test_a_rejected_row_explains_itself(hub, sandbox):
    connection, row = rejected(hub, sandbox)
    story = explain.story(connection, row.id)
    assert str(story.reason) == "Not a valid email address"
    assert ["Email", "ana@example.com"] in [list(map(str, each)) for each in story.submitted]
    assert ["First name", "First name", "Ana"] in [list(map(str, each)) for each in story.mapped]
    (only,) = story.tries
    assert str(only.status) == "201"
    assert str(only.words) == str(story.line.words)
    assert '"email": "ana@example.com"' in only.sent
    assert "EMAIL_BAD_FORMAT" in only.said
    assert "sandbox-key" not in repr(story)


def test_an_analyst_sees_no_values(hub, sandbox):
    connection, row = rejected(hub, sandbox)
    assert "ana@example.com" not in repr(explain.story(connection, row.id, masked=True))


def test_replay_with_the_mended_mapping_delivers(hub, sandbox):
    connection, row = rejected(hub, sandbox)
    rows = (MappingRow("field.first_name", "custom.nickname"),)
    connection.mapping = FieldMapping("email", "field.email", "", rows).to_json()
    db.session.commit()
    replay.replay_one(connection, row.id, replay.NOW)
    drain_all(connection)
    assert states(connection) == {State.DELIVERED}
    profile = sandbox.profile("email:ana@example.com")
    assert profile["custom_attributes"] == {"nickname": "Ana"}
    assert "first_name" not in profile


def test_replay_as_it_was_keeps_the_mapping_of_then(hub, sandbox):
    connection, row = rejected(hub, sandbox)
    connection.mapping = FieldMapping("email", "field.email", "", ()).to_json()
    db.session.commit()
    replay.replay_one(connection, row.id, replay.THEN)
    drain_all(connection)
    assert sandbox.profile("email:ana@example.com")["first_name"] == "Ana"


def test_a_replay_of_something_older_does_not_undo_something_newer(hub, sandbox):
    connection, row = rejected(hub, sandbox)
    submit_entries(hub, "ana@example.com", name="Bea")
    drain_all(connection)
    replay.replay_one(connection, row.id, replay.THEN)
    drain_all(connection)
    assert states(connection) == {State.DELIVERED}
    assert sandbox.profile("email:ana@example.com")["first_name"] == "Bea"


def test_what_is_on_its_way_is_not_replayed(hub, sandbox):
    connection = connect(hub, sandbox.url)
    submit_entries(hub, "ana@example.com")
    row = db.session.scalars(select(Delivery)).one()
    with pytest.raises(Refused, match="still on its way"):
        replay.replay_one(connection, row.id, replay.THEN)
    with pytest.raises(NotFoundHere):
        replay.replay_one(connection, row.id + 999, replay.THEN)


def test_all_with_one_reason_are_replayed_in_the_background(hub, sandbox):
    connection, row = rejected(hub, sandbox)
    runs.start_replay(connection, row.reason, replay.THEN)
    sweep.sweep()
    sweep.sweep()
    assert states(connection) == {State.DELIVERED}
    assert db.session.scalars(select(Run)).one().state == "done"


def connected_later(hub, sandbox, *emails: str) -> Connection:
    submit_entries(hub, *emails)
    kind = "braze"
    form = mappings.read_form(
        kind,
        {
            "endpoint": sandbox.url,
            "secret": "sandbox-key",
            "identify_by": "email",
            "identity_source": "field.email",
            "rows": by_id({"source": "field.first_name", "target": "attribute.first_name"}),
            "keep_days": "30",
            "only_changes": "y",
        },
    )
    return connections.save(hub, kind, form)


def test_what_came_before_the_connection_is_sent_behind_live_traffic(hub, sandbox):
    connection = connected_later(hub, sandbox, *(f"p{at}@example.com" for at in range(12)))
    assert runs.earlier_submissions(connection) == 12
    submit_entries(hub, "p3@example.com", name="Newer")
    runs.start_backfill(connection)
    for _ in range(3):
        sweep.sweep()
    assert states(connection) == {State.DELIVERED}
    assert runs.earlier_submissions(connection) == 0
    assert len(sandbox.state()["profiles"]) == 12
    assert sandbox.profile("email:p3@example.com")["first_name"] == "Newer"
    with pytest.raises(Refused, match="nothing to send"):
        runs.start_backfill(connection)


def test_a_backfill_can_be_paused_resumed_and_stopped(hub, sandbox):
    connection = connected_later(hub, sandbox, "a@example.com", "b@example.com")
    run = runs.start_backfill(connection)
    runs.steer(connection, run.id, "paused")
    sweep.sweep()
    assert db.session.scalars(select(Delivery)).all() == []
    runs.steer(connection, run.id, "running")
    sweep.sweep()
    assert len(db.session.scalars(select(Delivery)).all()) == 2
    runs.steer(connection, run.id, "stopped")
    assert "2 of 2 looked at" in str(runs.runs_of(connection)[0].sentence)


def test_resend_everything_sends_what_was_confirmed_before(hub, sandbox):
    connection = connect(hub, sandbox.url)
    submit_entries(hub, "ana@example.com", "bo@example.com")
    drain_all(connection)
    sandbox.client.post("/__sandbox/reset")
    of = log.newest_of(connection, "Ana@Example.com")
    runs.start_resend(connection, log.person_of(connection, of))
    sweep.sweep()
    sweep.sweep()
    assert sandbox.profile("email:ana@example.com")["first_name"] == "Ana"
    assert sandbox.profile("email:bo@example.com") is None
    runs.start_resend(connection)
    sweep.sweep()
    sweep.sweep()
    assert sandbox.profile("email:bo@example.com")["first_name"] == "Ana"


def test_payloads_are_wiped_after_their_days_and_states_stay(hub, sandbox):
    connection = connect(hub, sandbox.url)
    submit_entries(hub, "ana@example.com")
    drain_all(connection)
    old = now() - timedelta(days=31)
    db.session.execute(update(Delivery).values(created_at=old))
    db.session.execute(update(Exchange).values(sent_at=old))
    db.session.commit()
    sweep.sweep()
    row = db.session.scalars(select(Delivery)).one()
    assert (row.state, row.record, row.exchange_id) == (State.DELIVERED, None, None)
    assert db.session.scalars(select(Exchange)).all() == []
    assert explain.story(connection, row.id).wiped
    replay.replay_one(connection, row.id, replay.NOW)
    drain_all(connection)
    assert states(connection) == {State.DELIVERED}


def test_the_list_filters(hub, sandbox):
    connection, row = rejected(hub, sandbox)
    submit_entries(hub, "bo@example.com")
    drain_all(connection)

    def found(**given: str) -> list[str]:
        return [str(line.person) for line in log.deliveries(connection, Filter.read(given))[0]]

    assert found() == ["bo@example.com", "ana@example.com"]
    assert found(state="rejected") == ["ana@example.com"]
    assert found(reason=row.reason) == ["ana@example.com"]
    assert found(of=str(row.id)) == ["ana@example.com"]
    assert found(card="nothing") == []
    assert found(begin="2020-01-01", end="2020-01-02") == []
    assert found(begin="not a day", before="x") == ["bo@example.com", "ana@example.com"]
    reason = "Not a valid email address"
    assert figures.reasons(connection) == {reason: Words(reason)}
    health = figures.health(connection)
    assert (health.rejected, health.delivered, health.waiting) == (1, 1, 0)
    assert drain.drain_lane(connection.id, 0) == 0
