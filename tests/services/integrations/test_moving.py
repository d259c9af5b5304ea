"""Beside visitors and workers, in sessions of their own: what they were about to write when a hub
got another account stands where it goes out."""

from __future__ import annotations

import threading

import pytest
from sqlalchemy import select

from hubapp.core.mapping import MappingRow
from hubapp.core.words import Words
from hubapp.doors.database import transaction
from hubapp.extensions import db
from hubapp.models import Connection, OutboxRow, Submission
from hubapp.models.columns import now
from hubapp.services.delivery import add_deliveries, drain, outbox
from hubapp.services.integrations import moving, runs, switching
from tests.services.integrations.test_switching import another, states, twins
from tests.support.application import connect, submit_entries
from tests.support.crowd import connect_crowd
from tests.support.deliveries import add, drain_all, due_now, hub_at
from tests.support.saving import save

ANA = "ana@example.com"
KNOWN = {"field.email": ANA, "card.draw.n": 1, "fact.submission_id": 1}
CONSENT = (MappingRow("field.marketing_consent", "attribute.email_subscribe"),)


def beside(app, what) -> threading.Thread:
    def do() -> None:
        with app.app_context():
            what()

    thread = threading.Thread(target=do)
    thread.start()
    return thread


@pytest.mark.parametrize("on_both_disks", ["postgresql"], indirect=True)
def test_a_visitor_who_knew_the_account_of_before_is_waited_for(on_both_disks, sandbox):
    """On SQLite one writes at a time."""
    first, second = twins(hub_at(sandbox))
    ids = first.account.workspace_id, first.account_id, second.account_id
    hub_id, into = first.hub_id, second.account_id
    connect_crowd(first)
    with transaction() as session:
        session.execute(select(Connection.account_id).where(Connection.hub_id == hub_id)).all()
        add_deliveries(hub_id, KNOWN, card_id="draw", time=now())
        joining = beside(on_both_disks, lambda: switching.join_accounts(*ids))
        joining.join(0.5)
        assert joining.is_alive()
        add_deliveries(hub_id, KNOWN, card_id="draw", time=now())
    joining.join(10)
    db.session.expire_all()
    assert set(db.session.scalars(select(OutboxRow.account_id))) == {into}
    _drain_to_the_end(second)
    assert states(first) == {"delivered"}


@pytest.mark.parametrize("on_both_disks", ["postgresql"], indirect=True)
def test_a_visitor_who_has_only_looked_is_waited_for(on_both_disks, sandbox, monkeypatch):
    """Nothing of it is written yet that would hold anything."""
    first, second = twins(hub_at(sandbox))
    ids = first.account.workspace_id, first.account_id, second.account_id
    real, threads = outbox.connections_told, []
    connect_crowd(first)

    def look(*given: object) -> object:
        found = real(*given)
        threads.append(beside(on_both_disks, lambda: switching.join_accounts(*ids)))
        threads[0].join(1)
        return found

    monkeypatch.setattr(outbox, "connections_told", look)
    with transaction():
        add_deliveries(first.hub_id, KNOWN, card_id="draw", time=now())
    threads[0].join(10)
    db.session.expire_all()
    assert set(db.session.scalars(select(OutboxRow.account_id))) == {ids[2]}


@pytest.mark.parametrize("on_both_disks", ["postgresql"], indirect=True)
def test_a_visitor_who_comes_meanwhile_waits_and_knows_the_new_one(
    on_both_disks, sandbox, monkeypatch
):
    first, second = twins(hub_at(sandbox))
    ids = first.account.workspace_id, first.account_id, second.account_id
    hub_id, real, threads, lanes = first.hub_id, moving.begin, [], []
    connect_crowd(first)

    def accept() -> None:
        with transaction():
            lanes.extend(add_deliveries(hub_id, KNOWN, card_id="draw", time=now()))
            lanes.extend(db.session.scalars(select(OutboxRow.account_id)))

    def begin(*given: object, **more: object) -> object:
        threads.append(beside(on_both_disks, accept))
        threads[0].join(0.5)
        assert threads[0].is_alive()
        return real(*given, **more)

    monkeypatch.setattr(moving, "begin", begin)
    monkeypatch.setattr(switching, "go_on", lambda _run: threads[0].join(10))
    switching.join_accounts(*ids)
    # At once, not because a run has taken it along.
    assert lanes == [ids[2]]


def _drain_to_the_end(connection: Connection) -> None:
    while drain_all(connection):
        due_now(connection)


def test_joined_while_both_are_drained_nothing_is_lost_or_doubled(on_both_disks, sandbox):
    first, second = twins(hub_at(sandbox))
    for number in range(40):
        add((first, second)[number % 2].hub, f"{number % 5}@example.com", f"Ana {number}")
    ids = first.account.workspace_id, first.account_id, second.account_id
    lanes = [(each, lane) for each in ids[1:] for lane in range(4)]
    db.session.commit()

    def send() -> None:
        for lane in lanes * 3:
            drain.drain_lane(*lane)

    workers = [beside(on_both_disks, send) for _ in range(2)]
    switching.join_accounts(*ids)
    for each in workers:
        each.join()
    for _ in range(20):
        runs.advance_runs()
        due_now(second)
        drain_all(second)
    assert states(first) == states(second) == {"delivered"}
    # Of what both had in flight at that moment either may have come last: the next one mends it.
    for number in range(35, 40):
        add(first.hub, f"{number % 5}@example.com", f"Ana {number}")
    _drain_to_the_end(second)
    for number in range(35, 40):
        profile = sandbox.profile(f"email:{number % 5}@example.com")
        assert profile["first_name"] == f"Ana {number}"


def test_a_consent_that_left_with_the_account_of_before_is_noted_there(both, sandbox):
    hub = hub_at(sandbox)
    connection = connect(hub, hub.endpoint, rows=CONSENT)
    submit_entries(hub, ANA, marketing_consent=["y"])
    drain_all(connection)
    other = another(hub)
    other.settings = {"endpoint": "https://rest.fra-01.braze.eu"}
    save()
    with transaction():
        moving.begin(
            moving.hold(connection.id, connection.account_id, other.id) or connection,
            other,
            joins=False,
            note=Words("Moved."),
            total=0,
        )
    runs.advance_runs()
    db.session.expire_all()
    assert connection.standing == "on"
    left = db.session.scalars(select(Submission.consents_left)).one()
    assert left == [f"braze {hub.endpoint}"]
