"""Work on many deliveries goes on in the background, behind live traffic."""

from __future__ import annotations

import threading

import pytest
from sqlalchemy import select, update

from hubapp.core.errors import NotFoundHere, Refused
from hubapp.core.retrying import State
from hubapp.doors.database import transaction
from hubapp.extensions import db
from hubapp.models import Activity, Connection, Delivery, OutboxRow, Run
from hubapp.models.outbox import BEHIND
from hubapp.services.integrations import earlier, filtering, log, progress, replay, runs
from hubapp.work import sweep
from tests.services.integrations.refusals import REASON, only_delivery, rejected
from tests.support.application import connect, submit_entries
from tests.support.deliveries import drain_all, hub_at, states
from tests.support.factories import ConnectionFactory, DeliveryFactory


@pytest.fixture
def hub(both, sandbox):
    return hub_at(sandbox)


@pytest.fixture
def on_sqlite(app, sandbox):
    return hub_at(sandbox)


def connected_later(hub, sandbox, *emails: str) -> Connection:
    submit_entries(hub, *emails)
    newest = db.session.scalars(select(Activity.id).order_by(Activity.id.desc())).first()
    return connect(hub, sandbox.url, begins_after=newest)


def offered(connection: Connection) -> int:
    return len(db.session.scalars(earlier.earlier(connection)).all())


def sweep_twice() -> None:
    for _ in range(2):
        sweep.sweep()


def waiting() -> list[OutboxRow]:
    return list(db.session.scalars(select(OutboxRow)))


def the_run() -> Run:
    db.session.expire_all()
    return db.session.scalars(select(Run)).one()


def test_what_came_before_the_connection_is_sent_behind_live_traffic(hub, sandbox):
    connection = connected_later(hub, sandbox, *(f"p{at}@example.com" for at in range(5)))
    assert offered(connection) == 5
    submit_entries(hub, "p3@example.com", name="Newer")
    runs.start_backfill(connection)
    sweep_twice()
    assert states(connection) == {State.DELIVERED}
    assert offered(connection) == 0
    assert len(sandbox.state()["profiles"]) == 5
    assert sandbox.profile("email:p3@example.com")["first_name"] == "Newer"
    with pytest.raises(Refused) as refused:
        runs.start_backfill(connection)
    assert str(refused.value) == "There is nothing to send."


def test_what_waits_behind_is_of_the_run_and_keeps_its_place(on_sqlite, sandbox):
    connection = connected_later(on_sqlite, sandbox, "a@example.com", "b@example.com")
    runs.start_backfill(connection)
    runs.advance_runs()
    assert {row.priority for row in waiting()} == {BEHIND}
    # Before everything that is sent live on this connection.
    assert db.session.scalars(select(Delivery.place).order_by(Delivery.id)).all() == [-3, -1]
    assert (the_run().state, the_run().done, the_run().added) == ("done", 2, 2)


def test_who_cannot_be_named_is_looked_at_and_left_out(on_sqlite, sandbox):
    connection = connected_later(on_sqlite, sandbox, "a@example.com", "b@example.com")
    with transaction() as session:
        forms = select(Activity).where(Activity.kind == "submitted").order_by(Activity.id)
        session.scalars(forms).first().facts = {"field.first_name": "Nobody"}
    runs.start_backfill(connection)
    runs.advance_runs()
    assert (the_run().done, the_run().added, len(waiting())) == (2, 1, 1)


def test_a_run_goes_a_chunk_further_at_a_time(on_sqlite, sandbox, monkeypatch):
    monkeypatch.setattr(earlier, "CHUNK", 2)
    connection = connected_later(on_sqlite, sandbox, *(f"{name}@example.com" for name in "abcd"))
    runs.start_backfill(connection)
    told = []
    for _ in range(3):
        runs.advance_runs()
        (shown,) = progress.runs_of(connection)
        told.append((shown.part, str(shown.sentence)))
    name = "Sending what came before"
    assert told == [
        (50, f"{name}: 2 of 4 looked at, 2 put in line."),
        (100, f"{name}: 4 of 4 looked at, 4 put in line."),
        (100, f"{name}: 4 of 4 looked at, 4 put in line. Done."),
    ]


def test_behind_a_long_line_a_run_pauses_for_breath(on_sqlite, sandbox, monkeypatch):
    monkeypatch.setattr(earlier, "CHUNK", 2)
    monkeypatch.setattr(runs, "MOST_BEHIND", 2)
    connection = connected_later(on_sqlite, sandbox, *(f"{name}@example.com" for name in "abc"))
    runs.start_backfill(connection)
    for _ in range(3):
        runs.advance_runs()
    assert len(waiting()) == 2
    drain_all(connection)
    runs.advance_runs()
    assert len(waiting()) == 1


def test_a_backfill_can_be_paused_resumed_and_stopped(hub, sandbox):
    connection = connected_later(hub, sandbox, "a@example.com", "b@example.com")
    run = runs.start_backfill(connection)
    runs.steer(connection, run.id, "paused")
    runs.advance_runs()
    assert waiting() == []
    runs.steer(connection, run.id, "running")
    runs.steer(connection, run.id, "stopped")
    runs.advance_runs()
    assert (waiting(), the_run().state) == ([], "stopped")
    assert the_run().ended_at
    (shown,) = progress.runs_of(connection)
    assert str(shown.sentence).endswith("0 of 2 looked at, 0 put in line. Stopped.")


@pytest.mark.parametrize(
    ("before", "asked", "after"),
    [
        ("stopped", "running", "stopped"),
        ("done", "paused", "done"),
        ("running", "sideways", "running"),
        ("paused", "stopped", "stopped"),
    ],
)
def test_what_has_ended_is_not_steered_any_more(on_sqlite, sandbox, before, asked, after):
    connection = connected_later(on_sqlite, sandbox, "a@example.com")
    run = runs.start_backfill(connection)
    with transaction():
        run.state = before
    runs.steer(connection, run.id, asked)
    assert the_run().state == after


def test_nobody_steers_what_is_not_theirs(on_sqlite, sandbox):
    connection = connected_later(on_sqlite, sandbox, "a@example.com")
    run = runs.start_backfill(connection)
    for of, id_ in ((connection, run.id + 999), (ConnectionFactory(), run.id)):
        with pytest.raises(NotFoundHere):
            runs.steer(of, id_, "stopped")
    assert the_run().state == "running"


def test_resend_everything_sends_what_was_confirmed_before(hub, sandbox):
    connection = connect(hub, sandbox.url)
    submit_entries(hub, "ana@example.com", "bo@example.com")
    drain_all(connection)
    sandbox.client.post("/__sandbox/reset")
    of = log.newest_of(connection, "Ana@Example.com")
    runs.start_resend(connection, filtering.person_of(connection, of))
    sweep_twice()
    assert sandbox.profile("email:ana@example.com")["first_name"] == "Ana"
    assert sandbox.profile("email:bo@example.com") is None
    runs.start_resend(connection)
    sweep_twice()
    assert sandbox.profile("email:bo@example.com")["first_name"] == "Ana"


def test_to_resend_repeats_no_event(on_sqlite, sandbox):
    connection = connect(on_sqlite, sandbox.url)
    submit_entries(on_sqlite, "ana@example.com")
    with transaction():
        rows = [*connection.mapping["rows"], _row("fact.card_title", "event.card")]
        connection.mapping = {**connection.mapping, "event_name": "entered", "rows": rows}
    runs.start_resend(connection)
    runs.advance_runs()
    record = db.session.scalars(select(Delivery.record).order_by(Delivery.id.desc())).first()
    assert (record["event_name"], set(record["values"])) == ("", {"attribute.first_name"})


def _row(source: str, target: str) -> dict[str, str]:
    return {"source": source, "target": target, "constant": ""}


def test_nobody_has_anything_to_send_again(on_sqlite, sandbox):
    connection = connect(on_sqlite, sandbox.url)
    submit_entries(on_sqlite, "ana@example.com")
    with pytest.raises(Refused, match=r"There is nothing to send\."):
        runs.start_resend(connection, "email:stranger@example.com")


def test_all_with_one_reason_are_replayed(hub, sandbox):
    row = rejected(hub, sandbox)
    kept = DeliveryFactory(connection=row.connection, state=State.REJECTED, reason="Too large")
    runs.start_replay(row.connection, row.reason, replay.THEN)
    sweep_twice()
    assert only(row).state == State.DELIVERED
    assert only(kept).state == State.REJECTED
    assert (the_run().state, the_run().done, the_run().added) == ("done", 1, 1)


def only(row: Delivery) -> Delivery:
    return db.session.get_one(Delivery, row.id)


def test_what_cannot_be_replayed_says_why_and_stays(on_sqlite, sandbox):
    row = rejected(on_sqlite, sandbox)
    with transaction() as session:
        session.execute(update(Delivery).values(record=None))
    runs.start_replay(row.connection, REASON, replay.THEN)
    runs.advance_runs()
    assert (only_delivery().state, the_run().added) == (State.REJECTED, 0)
    assert str(only_delivery().words).startswith("What was sent then is no longer kept.")


@pytest.mark.parametrize(("asked", "kept"), [("now", "now"), ("then", "then"), ("", "then")])
def test_a_mapping_that_makes_no_sense_is_the_one_of_then(on_sqlite, sandbox, asked, kept):
    row = rejected(on_sqlite, sandbox)
    runs.start_replay(row.connection, REASON, asked)
    assert the_run().wanted == {"reason": REASON, "mapping": kept}
    with pytest.raises(Refused):
        runs.start_replay(row.connection, "No such reason", asked)


@pytest.mark.parametrize("on_both_disks", ["postgresql"], indirect=True)
def test_a_run_that_another_sweeper_has_is_left_to_it(on_both_disks, sandbox):
    connection = connected_later(hub_at(sandbox), sandbox, "a@example.com")
    run_id = runs.start_backfill(connection).id

    def sweep_beside() -> None:
        with on_both_disks.app_context():
            runs.advance_runs()

    with transaction() as session:
        session.get_one(Run, run_id, with_for_update=True)
        beside = threading.Thread(target=sweep_beside)
        beside.start()
        beside.join()
    assert (waiting(), the_run().done) == ([], 0)


def test_a_second_click_starts_no_second_run(hub, sandbox):
    connection = connected_later(hub, sandbox, "ana@example.com")
    runs.start_backfill(connection)
    with pytest.raises(Refused, match="already"):
        runs.start_backfill(connection)
    sweep_twice()
    assert the_run().state == "done"


def test_a_screen_does_not_count_all_that_came_before(hub, sandbox, monkeypatch):
    connection = connected_later(hub, sandbox, *(f"p{at}@example.com" for at in range(5)))
    assert earlier.earlier_offered(connection) == 5
    monkeypatch.setattr(earlier, "MOST_COUNTED", 2)
    assert earlier.earlier_offered(connection) == 3


def test_what_a_run_has_looked_at_is_not_counted_again(hub, sandbox, monkeypatch):
    connection = connected_later(hub, sandbox, *(f"p{at}@example.com" for at in range(5)))
    monkeypatch.setattr(earlier, "CHUNK", 2)
    runs.start_backfill(connection)
    runs.advance_runs()
    assert earlier.earlier_offered(connection) == 3
    runs.advance_runs()
    runs.advance_runs()
    assert the_run().state == "done"
    monkeypatch.setattr(earlier, "earlier", None)
    assert earlier.earlier_offered(connection) == 0


@pytest.mark.parametrize(("person", "left"), [("", 0), ("email:p1@example.com", 2)])
def test_sending_everything_again_looks_at_what_came_before_too(hub, sandbox, person, left):
    connection = connected_later(hub, sandbox, "p1@example.com", "p2@example.com")
    wanted, until = {"person": person} if person else {}, connection.begins_after
    kind = {"kind": "resend", "state": "done", "wanted": wanted, "until": until, "total": 2}
    with transaction() as session:
        session.add(Run(connection_id=connection.id, **kind))
    assert earlier.earlier_offered(connection) == left
