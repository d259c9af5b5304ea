"""Whose turn it is in a lane, and what becomes of what a dead holder had in hand."""

from __future__ import annotations

import threading
import time
from datetime import timedelta

import pytest
from sqlalchemy import event, insert, select, update
from sqlalchemy.exc import OperationalError

from hubapp.core.confirming import DOUBT, mark, person_mark
from hubapp.doors.database import transaction
from hubapp.extensions import db
from hubapp.models import Account, AccountLane, Confirmed, Connection, Delivery, Exchange, Hub
from hubapp.models.columns import now
from hubapp.services.delivery import lanes
from hubapp.services.integrations import leaving
from tests.services.delivery.in_hand import Hand, take
from tests.support.deliveries import all_in_lane_0, hub_at, let_be, submitted
from tests.support.factories import ConnectionFactory

ANA = "email:ana@example.com"


@pytest.fixture
def connection(both, sandbox) -> Connection:
    made = submitted(hub_at(sandbox), "ana@example.com")
    all_in_lane_0()
    return made


def lane_of(connection: Connection) -> AccountLane:
    db.session.expire_all()
    return db.session.get_one(AccountLane, (connection.account_id, 0))


def delivery() -> Delivery:
    db.session.expire_all()
    return db.session.scalars(select(Delivery)).one()


def the_lease_runs_out(**also: object) -> None:
    with transaction() as session:
        past = now() - timedelta(seconds=1)
        session.execute(update(AccountLane).values(leased_until=past, **also))


def test_a_lane_is_drained_by_one_at_a_time(connection):
    assert take(connection.account_id, "first") == {}
    assert take(connection.account_id, "second") is None
    assert take(connection.account_id, "second", lane=1) == {}
    assert lane_of(connection).token == "first"


def test_a_lease_that_has_run_out_is_taken_with_the_tally_of_its_lane(connection):
    take(connection.account_id, "first")
    the_lease_runs_out(tally={"delivered": 7})
    assert take(connection.account_id, "second") == {"delivered": 7}
    assert lane_of(connection).token == "second"


def test_there_is_no_lane_of_a_connection_that_is_gone(connection):
    assert take(connection.account_id + 999, "mine") is None


@pytest.mark.parametrize("on_both_disks", ["postgresql"], indirect=True)
def test_two_who_make_a_lane_at_the_same_moment_do_not_both_get_it(on_both_disks):
    """Neither has found it; SQLite lets only one of them look."""
    connection = ConnectionFactory()
    first = []

    def another(*_of_the_flush) -> None:
        with on_both_disks.app_context():
            first.append(take(account_id, "first"))

    def in_between(*_of_the_flush) -> None:
        thread = threading.Thread(target=another)
        thread.start()
        thread.join()

    account_id = connection.account_id
    event.listen(db.session, "before_flush", in_between, once=True)
    assert take(account_id, "second") is None
    assert first == [{}]
    assert lane_of(connection).token == "first"


def test_what_a_dead_holder_had_in_hand_may_have_arrived(connection):
    known = {"attribute.first_name": [mark("Ana"), 1], "": ["", 1]}
    with transaction() as session:
        mine = {"account_id": connection.account_id, "person": person_mark(ANA)}
        session.add(Confirmed(**mine, values=known))
    Hand(connection, "dead")
    the_lease_runs_out()
    assert take(connection.account_id, "next") == {"unknown": 1}
    row = delivery()
    assert (row.state, row.attempts, row.outcome_unknown) == ("waiting", 1, True)
    assert str(row.words) == "A worker stopped while this was on its way. It may have arrived."
    assert [(each["verdict"], each["unknown"]) for each in row.history] == [("retry", True)]
    doubted = db.session.scalars(select(Confirmed.values)).one()
    assert doubted == {"attribute.first_name": [DOUBT, 1], "": [DOUBT, 1]}


def test_what_was_in_hand_is_marked_only_once(connection):
    Hand(connection, "dead")
    the_lease_runs_out()
    take(connection.account_id, "next")
    with transaction():
        lanes.leave(lanes.Lease(connection.account_id, 0, "next"), {"unknown": 1})
    assert take(connection.account_id, "third") == {"unknown": 1}
    assert delivery().attempts == 1


def test_of_many_tries_the_newest_are_kept(connection):
    with transaction() as session:
        tries = [{"at": "2026-01-01", "verdict": str(at), "words": ""} for at in range(30)]
        session.execute(update(Delivery).values(history=tries))
    Hand(connection, "dead")
    the_lease_runs_out()
    take(connection.account_id, "next")
    kept = [each["verdict"] for each in delivery().history]
    assert kept == [*map(str, range(1, 30)), "retry"]


def test_what_has_lost_its_payload_meanwhile_is_marked_as_well(connection):
    Hand(connection, "dead")
    the_lease_runs_out()
    with transaction() as session:
        session.execute(update(Delivery).values(record=None))
    take(connection.account_id, "next")
    assert delivery().outcome_unknown


@pytest.mark.parametrize(
    ("state", "throttled", "may_send"),
    [
        ("on", None, True),
        ("on", -1, True),
        ("on", 60, False),
        ("held", None, False),
        ("paused", None, False),
    ],
)
def test_whoever_holds_the_lane_learns_whether_to_go_on(connection, state, throttled, may_send):
    take(connection.account_id, "mine")
    with transaction():
        let_be(connection, state)
        connection.account.throttled_until = throttled and now() + timedelta(seconds=throttled)
    with transaction():
        assert lanes.check(lanes.Lease(connection.account_id, 0, "mine")) is may_send


def test_whoever_comes_back_too_late_learns_it_and_writes_nothing(connection):
    """A worker that slept longer than its lease: another has its deliveries meanwhile."""
    late = Hand(connection, "late").run.lease
    the_lease_runs_out()
    take(connection.account_id, "next")
    with transaction():
        assert lanes.check(late) is None
        lanes.note(late, {"delivered": 99}, [1, 2, 3])
    lane = lane_of(connection)
    assert (lane.token, lane.tally.get("delivered")) == ("next", None)


def test_with_nothing_in_hand_the_lane_is_free(connection):
    lease = Hand(connection).run.lease
    assert lane_of(connection).claimed == [delivery().id]
    with transaction():
        lanes.leave(lease, {"requests": 1})
    lane = lane_of(connection)
    assert (lane.token, lane.leased_until, lane.claimed) == ("", None, [])
    assert lane.tally == {"requests": 1}
    assert take(connection.account_id, "next") == {"requests": 1}


def test_a_lease_outlives_the_longest_request(app):
    settings = app.extensions["settings"]
    settings.lease_seconds, settings.send_timeout_seconds = 30, 25.0
    assert lanes.lease_time() == timedelta(seconds=33)
    settings.lease_seconds = 60
    assert lanes.lease_time() == timedelta(seconds=60)


@pytest.mark.parametrize(("minutes", "tally"), [(1, None), (60 * 24, {})])
def test_a_mended_clock_does_not_keep_a_lane(connection, minutes, tally):
    take(connection.account_id, "old")
    with transaction() as session:
        until = now() + timedelta(minutes=minutes)
        session.execute(update(AccountLane).values(leased_until=until))
    assert take(connection.account_id, "new") == tally


@pytest.mark.parametrize("on_both_disks", ["postgresql"], indirect=True)
def test_a_disconnection_and_a_drain_do_not_wait_for_each_other(on_both_disks, sandbox):
    connection = submitted(hub_at(sandbox), "a@example.com")
    all_in_lane_0()
    lease, hub_id = Hand(connection).run.lease, connection.hub_id
    failures = []

    def disconnect() -> None:
        with on_both_disks.app_context():
            try:
                leaving.disconnect(db.session.get_one(Hub, hub_id), "braze")
            except OperationalError as error:
                failures.append(error)

    other = threading.Thread(target=disconnect)
    with transaction() as session:
        assert lanes.check(lease)
        other.start()
        time.sleep(0.1)
        # What a settling transaction writes next: it points at the account.
        given = {"account_id": lease.account_id, "sent_at": now(), "content": b""}
        session.execute(insert(Exchange).values(took_ms=1, people=1, delivered=1, **given))
    other.join(5)
    assert failures == []
    assert db.session.query(Delivery).count() == db.session.query(Account).count() == 0
