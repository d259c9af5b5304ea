"""The lease of a lane, what its holder has in hand, and what finding the next rows costs."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import event, select, update

from hubapp.core.confirming import ELSEWHERE
from hubapp.doors.database import transaction
from hubapp.extensions import db
from hubapp.models import AccountLane, Confirmed, Delivery, OutboxRow
from hubapp.models.columns import now
from hubapp.models.outbox import BEHIND
from hubapp.services.delivery import claims, lanes, outbox
from tests.services.delivery.in_hand import Hand
from tests.support.deliveries import add, all_in_lane_0, hub_at, submitted


def people(count: int) -> list[str]:
    return [f"p{at}@example.com" for at in range(count)]


def test_live_traffic_goes_before_what_goes_behind(both, sandbox):
    hub = hub_at(sandbox)
    connection = submitted(hub, *(f"old{at}@example.com" for at in range(5)))
    all_in_lane_0(priority=BEHIND)
    add(hub, "new@example.com")
    all_in_lane_0()
    (first,) = Hand(connection, most=1).rows
    assert first.record.identity == "new@example.com"


@pytest.mark.parametrize(
    ("of_delivery", "place", "attempts", "whole"),
    [
        ({}, None, 1, False),
        ({"place": -7}, -7, 1, False),
        ({"whole": True}, None, 1, True),
        # An earlier try may have left its mark there.
        ({"attempts": 2}, None, 3, True),
    ],
)
def test_a_claimed_row_says_all_that_sending_it_needs(
    both, sandbox, of_delivery, place, attempts, whole
):
    connection = submitted(hub_at(sandbox), "a@example.com")
    all_in_lane_0()
    with transaction() as session:
        session.execute(update(Delivery).values(outcome_unknown=True, **of_delivery))
    (row,) = Hand(connection).rows
    assert row.record.values == {"attribute.first_name": "Ana"}
    assert (row.place, row.attempts, row.whole) == (place or row.id, attempts, whole)
    assert (row.unknown, row.confirmed) == (True, {})


def test_a_connection_may_send_everything_every_time_and_no_event_again(both, sandbox):
    connection = submitted(hub_at(sandbox), "a@example.com")
    all_in_lane_0()
    with transaction():
        connection.only_changes = connection.resend_events = False
    (row,) = Hand(connection).rows
    assert (row.whole, row.resend_events) == (True, False)


def test_what_another_key_confirmed_is_no_reason_to_leave_anything_out(both, sandbox):
    connection = submitted(hub_at(sandbox), "a@example.com")
    all_in_lane_0()
    known = {"attribute.first_name": ["hash", 3], "custom.since": ["hash", 9]}
    with transaction() as session:
        person = session.scalars(select(OutboxRow.person)).one()
        session.add(Confirmed(account_id=connection.account_id, person=person, values=known))
        connection.account.doubted_to = 5
    (row,) = Hand(connection).rows
    assert row.confirmed == {"attribute.first_name": [ELSEWHERE, 3], "custom.since": ["hash", 9]}


def test_who_waits_for_a_retry_holds_up_only_what_came_after_of_the_same_person(both, sandbox):
    hub = hub_at(sandbox)
    connection = submitted(hub, "a@example.com", "a@example.com", "b@example.com")
    add(hub, "a@example.com")
    all_in_lane_0()
    hand = Hand(connection)
    late = now() + timedelta(minutes=5)
    with transaction():
        claims.put_off(hand.run.lease, hand.rows[1], late)
        lanes.leave(hand.run.lease, {})
    first, _, third, _ = hand.rows
    assert [row.id for row in Hand(connection).rows] == [first.id, third.id]


def test_what_is_left_in_hand_stays_there_and_is_filled_up(both, sandbox):
    hub = hub_at(sandbox)
    connection = submitted(hub, "a@example.com", "b@example.com", "c@example.com")
    all_in_lane_0()
    hand = Hand(connection, most=2)
    with transaction():
        assert claims.claim(hand.run.lease, {}, left=hand.rows, most=1) == hand.rows
        assert len(claims.claim(hand.run.lease, {}, left=hand.rows, most=75)) == 3


def test_with_nothing_to_end_nothing_is_written(both, sandbox):
    submitted(hub_at(sandbox), "a@example.com")
    with transaction():
        claims.end([], {"state": "delivered"})
    assert set(db.session.scalars(select(Delivery.state))) == {"waiting"}


def test_a_claim_stands_in_the_lane_and_no_delivery_is_written(both, sandbox):
    connection = submitted(hub_at(sandbox), "a@example.com", "b@example.com")
    all_in_lane_0()
    rows = Hand(connection).rows
    lane = db.session.get_one(AccountLane, (connection.account_id, 0))
    assert lane.claimed == [row.id for row in rows]
    assert set(db.session.scalars(select(Delivery.attempts))) == {0}


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
    lease = lanes.Lease(connection.account_id, 0, "t")
    with transaction():
        tally = lanes.take(lease)
        lanes.check(lease)
        rows = claims.claim(lease, tally)
        claims.take_off(lease, rows)
        outbox.is_due(connection.account_id, 0)
    event.remove(db.engine, "before_cursor_execute", before)
    told = "\n".join(plans)
    assert len(rows) >= 20
    assert "pk_outbox" in told if postgres else "outbox USING PRIMARY KEY" in told
    for whole in ("Seq Scan", "Sort", "Bitmap", "SCAN outbox", "SCAN delivery", "TEMP B-TREE"):
        assert whole not in told, told
