"""Disconnected, the key is forgotten at once and the deliveries in chunks."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from hubapp.core.errors import NotFoundHere, Refused
from hubapp.doors.database import transaction
from hubapp.extensions import db
from hubapp.models import (
    Account,
    AccountLane,
    Confirmed,
    Connection,
    Delivery,
    Exchange,
    Hub,
    OutboxRow,
    Run,
    Submission,
)
from hubapp.models.columns import now
from hubapp.services import editing
from hubapp.services.integrations import connections, drafting, leaving, progress, runs
from hubapp.services.integrations.mappings import Form
from tests.services.delivery.in_hand import Hand
from tests.support.application import connect, submit_entries
from tests.support.deliveries import add, all_in_lane_0, drain_all, hub_at, submitted
from tests.support.factories import ConnectionFactory, HubFactory

TABLES = (Account, AccountLane, Confirmed, Connection, Delivery, Exchange, OutboxRow, Run)


@pytest.fixture
def hub(both, sandbox) -> Hub:
    return hub_at(sandbox)


@pytest.fixture
def in_twos(monkeypatch):
    monkeypatch.setattr(leaving, "CHUNK", 2)


def rows() -> dict[str, int]:
    db.session.expire_all()
    counts = {
        table.__tablename__: db.session.scalar(select(func.count()).select_from(table))
        for table in TABLES
    }
    return {name: count for name, count in counts.items() if count}


def five(hub: Hub) -> Connection:
    """Three are delivered, two wait."""
    connection = submitted(hub, *(f"{name}@example.com" for name in "abc"))
    drain_all(connection)
    add(hub, "d@example.com")
    add(hub, "e@example.com")
    return connection


def test_a_small_one_is_gone_at_once(hub):
    five(hub)
    other = ConnectionFactory(hub=HubFactory(slug="other"))
    leaving.disconnect(hub, "braze")
    assert rows() == {"account": 1, "connection": 1}
    assert db.session.scalars(select(Connection.id)).all() == [other.id]


def test_of_a_large_one_the_key_goes_first_and_the_rest_follows(hub, in_twos, monkeypatch):
    connection = five(hub)
    leaving.disconnect(hub, "braze")
    assert (connection.state, connection.account.secret) == ("leaving", b"")
    assert (connection.account.secret_hint, rows()["delivery"]) == ("", 3)
    assert [str(each.sentence) for each in progress.runs_of(connection)] == [
        "Disconnecting: the key is forgotten; 2 of 5 deliveries are deleted."
    ]
    monkeypatch.setattr(runs, "SECONDS", -1)
    runs.advance_runs()
    assert rows()["delivery"] == 1
    monkeypatch.setattr(runs, "SECONDS", 60)
    runs.advance_runs()
    assert rows() == {}


def test_meanwhile_it_is_neither_found_nor_sent_nor_connected_anew(hub, in_twos, sandbox):
    connection = five(hub)
    sent = sandbox.state()["counts"]["requests"]
    leaving.disconnect(hub, "braze")
    with pytest.raises(NotFoundHere):
        connections.existing(hub, "braze")
    with pytest.raises(Refused, match="still being disconnected"):
        connections.save(hub, "braze", Form({}, connections.form_of(hub, "braze").mapping))
    before = rows()["delivery"]
    submit_entries(hub, "late@example.com")
    assert rows()["delivery"] == before
    drain_all(connection)
    assert sandbox.state()["counts"]["requests"] == sent


def test_its_other_runs_stop(hub, in_twos):
    connection = five(hub)
    submit_entries(hub, "early@example.com")
    runs.start_resend(connection)
    leaving.disconnect(hub, "braze")
    found = db.session.execute(select(Run.kind, Run.state).order_by(Run.id)).tuples().all()
    assert found == [("resend", "stopped"), (leaving.KIND, "running")]


def test_a_consent_that_is_just_on_its_way_counts_as_left(hub):
    """In the hand of a worker when its connection goes."""
    connection = submitted(hub)
    submit_entries(hub, "ana@example.com")
    all_in_lane_0()
    with transaction() as session:
        row = session.scalars(select(Delivery)).one()
        row.record = {**row.record, "once": ["custom.news"]}
    Hand(connection)
    leaving.disconnect(hub, "braze")
    (left,) = db.session.scalars(select(Submission.consents_left)).all()
    assert len(left) == 1


def test_what_another_connection_shares_stays(hub):
    connection = five(hub)
    other = ConnectionFactory(hub=HubFactory(slug="other"), account=connection.account)
    add(other.hub, "f@example.com")
    leaving.disconnect(hub, "braze")
    assert rows()["account"] == rows()["connection"] == rows()["delivery"] == 1
    assert rows()["confirmed"] == 3
    assert (other.account.secret != b"", other.standing) == (True, "on")


def test_a_run_that_another_has_is_left_to_it(hub, in_twos):
    """Nothing is wrong when the sweep was quicker."""
    five(hub)
    leaving.disconnect(hub, "braze")
    run = db.session.scalars(select(Run)).one()
    with transaction() as session:
        leaving.step(session.get_one(Connection, run.connection_id), run)
    assert run.done == 4
    assert run.created_at <= now()


def test_the_draft_of_the_mapping_goes_along(hub):
    """A new connection began with what was once typed for the one that was disconnected."""
    connect(hub, hub.endpoint)
    drafting.save_draft(hub, "braze", None, {"keep_days": "7"})
    assert drafting.draft_form(hub, "braze")[0].keep_days == 7
    leaving.disconnect(hub, "braze")
    form, revision = drafting.draft_form(hub, "braze")
    assert (form.keep_days, revision) == (30, 0)
    undone, _ = editing.undoable(hub.id, None, drafting.key_of_draft("braze"))
    assert undone is None
