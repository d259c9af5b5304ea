"""The lease of a lane, what its holder has in hand, and what finding the next rows costs."""

from __future__ import annotations

import threading
import time
from datetime import timedelta

import pytest
from sqlalchemy import event, insert, select, update
from sqlalchemy.exc import OperationalError

from hubapp.doors import http, queue
from hubapp.extensions import db
from hubapp.models import ConnectionLane, Delivery, Exchange, Hub, OutboxRow
from hubapp.models.columns import now
from hubapp.services.delivery import claims, drain, lanes, outbox
from hubapp.services.integrations import connections
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


def test_a_claim_stands_in_the_lane_and_no_delivery_is_written(both, sandbox):
    connection = submitted(hub_at(sandbox), "a@example.com", "b@example.com")
    all_in_lane_0()
    lease = lanes.Lease(connection.id, 0, "t")
    rows = claims.claim(lease, lanes.take(lease))
    db.session.commit()
    lane = db.session.get_one(ConnectionLane, (connection.id, 0))
    assert lane.claimed == [row.id for row in rows]
    assert set(db.session.scalars(select(Delivery.attempts))) == {0}


def test_what_ended_is_off_the_outbox_and_the_lane_is_free(both, sandbox):
    connection = submitted(hub_at(sandbox), "a@example.com")
    all_in_lane_0()
    drain.drain_lane(connection.id, 0)
    lane = db.session.get_one(ConnectionLane, (connection.id, 0))
    assert (lane.claimed, lane.leased_until, lane.token) == ([], None, "")
    assert db.session.scalars(select(OutboxRow)).all() == []


@pytest.mark.parametrize(("seconds", "largest"), [(60.0, 300), (0.0, 75)])
def test_towards_a_quick_destination_more_is_in_hand(
    both, sandbox, hands, monkeypatch, seconds, largest
):
    monkeypatch.setattr(drain, "ROUND_SECONDS", seconds)
    connection = submitted(hub_at(sandbox), *people(600))
    all_in_lane_0()
    while drain.drain_lane(connection.id, 0):
        pass
    assert max(hands) == largest
    assert set(sandbox.state()["sizes"]) == {75}
    assert len(sandbox.state()["profiles"]) == 600


def test_after_a_failure_nothing_else_of_the_round_is_sent(both, sandbox, monkeypatch):
    monkeypatch.setattr(drain, "ROUND_SECONDS", 60.0)
    connection = submitted(hub_at(sandbox), *people(300))
    all_in_lane_0()
    sandbox.fault(status=201, body={"message": "success"}, apply=True)
    sandbox.fault(status=503)
    drain.drain_lane(connection.id, 0)
    # 75 went, the first of the next round failed, and whatever came behind it waits.
    statuses = db.session.scalars(select(Exchange.status).order_by(Exchange.id)).all()
    assert statuses == [201, 503]
    assert db.session.query(OutboxRow).count() == 225


def test_a_mended_clock_does_not_keep_a_lane(both, sandbox):
    connection = submitted(hub_at(sandbox), "a@example.com")
    all_in_lane_0()
    far = now() + timedelta(days=1)
    db.session.add(
        ConnectionLane(connection_id=connection.id, lane=0, token="old", leased_until=far)
    )
    db.session.commit()
    drain.drain_lane(connection.id, 0)
    assert states(connection) == {"delivered"}


def test_no_index_of_the_deliveries_knows_their_state():
    """Or PostgreSQL writes into every index when one is delivered, and not only into its page."""
    for index in Delivery.__table__.indexes:
        known = {column.name for column in index.columns}
        condition = str(index.dialect_options["postgresql"]["where"])
        assert not known & {"state", "done_at", "attempts", "words", "exchange_id"}, index.name
        assert "state" not in condition, index.name


def test_finding_the_next_rows_reads_no_table_as_a_whole(both, sandbox):
    """With few rows, planners like to read everything; a million would be read as well."""
    hub = hub_at(sandbox)
    connection = submitted(hub, *people(20))
    all_in_lane_0()
    add(hub, "late@example.com")
    plans = []
    postgres = db.engine.dialect.name == "postgresql"

    def explain(cursor, statement, parameters) -> None:
        cursor.execute(f"explain {'' if postgres else 'query plan '}{statement}", parameters)
        plans.extend(str(row) for row in cursor.fetchall())

    def before(conn, cursor, statement, parameters, *_rest) -> None:
        if statement.startswith(("WITH due", "DELETE FROM outbox", "SELECT outbox")):
            explain(conn.connection.cursor(), statement, parameters)

    event.listen(db.engine, "before_cursor_execute", before)
    lease = lanes.Lease(connection.id, 0, "t")
    tally = lanes.take(lease)
    lanes.check(lease)
    rows = claims.claim(lease, tally)
    claims.take_off(lease, rows)
    outbox.is_due(connection.id, 0)
    event.remove(db.engine, "before_cursor_execute", before)
    db.session.rollback()
    told = "\n".join(plans)
    assert len(rows) >= 20
    assert "pk_outbox" in told if postgres else "outbox USING PRIMARY KEY" in told
    for whole in ("Seq Scan", "Sort", "Bitmap", "SCAN outbox", "SCAN delivery", "TEMP B-TREE"):
        assert whole not in told, told


def test_what_stays_in_hand_learns_what_has_been_confirmed_meanwhile(both, sandbox, monkeypatch):
    """Back to a value that was confirmed before this hand was claimed: it has changed twice."""
    monkeypatch.setattr(drain, "ROUND_SECONDS", 0.0)
    hub = hub_at(sandbox)
    connection = submitted(hub)
    add(hub, "p@example.com", "Blue")
    all_in_lane_0()
    drain.drain_lane(connection.id, 0)
    add(hub, "p@example.com", "Red", event_name="played")
    for email in people(50):
        add(hub, email, event_name="played")
    add(hub, "p@example.com", "Blue", event_name="played")
    all_in_lane_0()
    drain.drain_lane(connection.id, 0)
    assert states(connection) == {"delivered"}
    assert sandbox.profile("email:p@example.com")["first_name"] == "Blue"


def test_whoever_lost_the_lane_while_sending_leaves_it_to_the_other(both, sandbox, monkeypatch):
    connection = submitted(hub_at(sandbox), "a@example.com")
    all_in_lane_0()
    send = http.send

    def slower_than_the_lease(*given):
        monkeypatch.setattr(http, "send", send)
        reply = send(*given)
        past = now() - timedelta(seconds=1)
        db.session.execute(update(ConnectionLane).values(leased_until=past))
        db.session.commit()
        # Another worker takes the lane meanwhile.
        assert drain.drain_lane(connection.id, 0) == 1
        return reply

    monkeypatch.setattr(http, "send", slower_than_the_lease)
    drain.drain_lane(connection.id, 0)
    row = db.session.scalars(select(Delivery)).one()
    assert (row.state, row.outcome_unknown, row.attempts) == ("delivered", True, 2)
    assert [each["words"] for each in row.history] == [lanes.WORKER_DIED.to_json()]
    assert db.session.query(Exchange).count() == 1
    lane = db.session.get_one(ConnectionLane, (connection.id, 0))
    assert (lane.tally["delivered"], lane.tally["unknown"], lane.claimed) == (1, 1, [])


def test_while_a_person_waits_for_a_retry_nobody_turns_in_circles(both, sandbox, monkeypatch):
    hub = hub_at(sandbox)
    connection = submitted(hub, "a@example.com", "a@example.com")
    all_in_lane_0()
    first = db.session.scalars(select(OutboxRow).order_by(OutboxRow.delivery_id)).first()
    first.due_at = now() + timedelta(minutes=5)
    db.session.commit()
    woken = []
    monkeypatch.setattr(queue, "wake_drain", lambda *lane: woken.append(lane))
    assert drain.drain_lane(connection.id, 0) == 0
    assert woken == []


@pytest.mark.parametrize("on_both_disks", ["postgresql"], indirect=True)
def test_a_disconnection_and_a_drain_do_not_wait_for_each_other(on_both_disks, sandbox):
    hub = hub_at(sandbox)
    connection = submitted(hub, "a@example.com")
    all_in_lane_0()
    lease = lanes.Lease(connection.id, 0, "t")
    claims.claim(lease, lanes.take(lease))
    db.session.commit()
    hub_id, connection_id = hub.id, connection.id
    assert lanes.check(lease)
    failures = []

    def disconnect() -> None:
        with on_both_disks.app_context():
            try:
                connections.disconnect(db.session.get_one(Hub, hub_id), "braze")
            except OperationalError as error:
                failures.append(error)

    other = threading.Thread(target=disconnect)
    other.start()
    time.sleep(0.3)
    # What a settling transaction writes next: it points at the connection.
    db.session.execute(
        insert(Exchange).values(
            connection_id=connection_id,
            sent_at=now(),
            took_ms=1,
            people=1,
            delivered=1,
            content=b"",
        )
    )
    db.session.commit()
    other.join(5)
    assert failures == []
    assert db.session.query(Delivery).count() == 0


def test_nobody_is_in_two_requests_before_a_commit(both, sandbox, monkeypatch):
    """Or, when the round is lost, an older value would go again after the newer one."""
    monkeypatch.setattr(drain, "ROUND_SECONDS", 60.0)
    hub = hub_at(sandbox)
    connection = submitted(
        hub, *people(75), *people(60), *[f"q{at}@example.com" for at in range(90)]
    )
    all_in_lane_0()
    rounds = []
    settle = drain.settle

    def watched(run, exchanges, idle, left):
        rounds.append([{p.row.record.person_key for p in each.planned} for each in exchanges])
        return settle(run, exchanges, idle, left)

    monkeypatch.setattr(drain, "settle", watched)
    connection.only_changes = False
    db.session.commit()
    while drain.drain_lane(connection.id, 0):
        pass
    assert states(connection) == {"delivered"}
    for requests in rounds:
        assert sum(len(each) for each in requests) == len(set().union(*requests))
