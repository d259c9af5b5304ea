"""What is due is woken, whatever became of those who had it in hand."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import event
from structlog.testing import capture_logs

from hubapp.core.words import Words
from hubapp.doors import queue
from hubapp.doors.database import transaction
from hubapp.doors.write_guard import writes
from hubapp.extensions import db
from hubapp.models import AccountLane, Connection, OutboxRow
from hubapp.models.columns import now
from hubapp.models.outbox import LIVE
from hubapp.services import audit, delivery, integrations, mailing
from hubapp.work import jobs, sweep
from tests.support.factories import ConnectionFactory
from tests.support.mails import mails_in

MINUTE = timedelta(minutes=1)


def waiting(connection: Connection, lane: int = 0, due_at=None) -> OutboxRow:
    """A delivery that waits in this lane."""
    number = OutboxRow.query.count() + 1
    row = OutboxRow(
        account_id=connection.account_id,
        lane=lane,
        priority=LIVE,
        delivery_id=number,
        person=f"p{number}",
        due_at=due_at,
    )
    with transaction() as session:
        session.add(row)
    return row


def lease(connection: Connection, lane: int, until) -> None:
    with transaction() as session:
        session.add(AccountLane(account_id=connection.account_id, lane=lane, leased_until=until))


def test_each_lane_with_something_due_is_found_once(both):
    connection = ConnectionFactory(lanes=4)
    for lane in (1, 1, 3):
        waiting(connection, lane)
    assert sorted(sweep.due_lanes()) == [(connection.account_id, 1), (connection.account_id, 3)]


def test_nothing_waits_so_nobody_is_woken(both):
    ConnectionFactory()
    assert sweep.due_lanes() == []


@pytest.mark.parametrize(
    ("state", "found"),
    [
        ({"state": "on"}, True),
        ({"account__state": "held"}, False),
        ({"state": "paused"}, False),
        ({"account__throttled_until": now() + timedelta(days=1)}, False),
        ({"account__throttled_until": now() - MINUTE}, True),
    ],
    ids=["on", "held", "paused", "asked to wait", "has waited"],
)
def test_only_a_connection_that_may_send_is_woken(app, state, found):
    waiting(ConnectionFactory(**state))
    assert bool(sweep.due_lanes()) is found


@pytest.mark.parametrize(
    ("until", "found"),
    [(None, True), (timedelta(seconds=20), False), (-timedelta(seconds=1), True)],
    ids=["never taken", "in hand", "its holder died"],
)
def test_a_lane_is_left_to_whoever_has_it(app, until, found):
    connection = ConnectionFactory()
    waiting(connection)
    lease(connection, 0, until and now() + until)
    assert bool(sweep.due_lanes()) is found


@pytest.mark.parametrize(("due", "found"), [(-MINUTE, True), (MINUTE, False)])
def test_a_retry_waits_for_its_time(app, due, found):
    waiting(ConnectionFactory(), due_at=now() + due)
    assert bool(sweep.due_lanes()) is found


@pytest.fixture
def round_of(monkeypatch):
    """A round of the sweep; what it did. queue_up: the queue takes wake-ups."""
    done = []

    def sweeping(queue_up: bool) -> list:
        monkeypatch.setattr(queue, "wake_drain", lambda *lane: done.append("wake") or queue_up)
        monkeypatch.setattr(delivery, "drain_lane", lambda *lane: done.append("drain"))
        sweep.sweep()
        return done

    return sweeping


def test_the_queue_is_asked_to_deliver(app, round_of):
    waiting(ConnectionFactory())
    assert round_of(queue_up=True) == ["wake"]


def test_while_the_queue_is_away_the_sweep_delivers_by_itself(app, round_of):
    waiting(ConnectionFactory())
    assert round_of(queue_up=False) == ["wake", "drain"]


def test_a_lane_that_fails_stops_neither_the_others_nor_the_round(app, monkeypatch):
    """While the queue is away."""
    done, connection = [], ConnectionFactory(lanes=2)
    for lane in (0, 1):
        waiting(connection, lane)

    def fails(_account_id: int, lane: int) -> None:
        done.append(lane)
        raise ValueError("ana@example.com")

    monkeypatch.setattr(delivery, "drain_lane", fails)
    monkeypatch.setattr(delivery, "probes_due", lambda: 1 / 0)
    monkeypatch.setattr(integrations, "advance_runs", lambda: done.append("runs"))
    monkeypatch.setattr(integrations, "tell_needs", lambda: done.append("needs"))
    with capture_logs() as logs:
        sweep.sweep()
    assert done == [0, 1, "runs", "needs"]
    assert [each["step"] for each in logs] == ["fails", "fails", "_ask_for_probes"]
    assert "ana@example.com" not in repr(logs)


@pytest.mark.parametrize(
    ("whom", "ask", "does"),
    [("probes_due", "ask_for_probe", "probe"), ("untold", "ask_for_mail", "tell")],
)
def test_an_error_at_one_connection_stops_no_other(app, monkeypatch, whom, ask, does):
    tried = []

    def fails_once(account_id: int) -> None:
        tried.append(account_id)
        if account_id == 1:
            raise ValueError("a bug")

    monkeypatch.setattr(delivery, whom, lambda: [1, 2])
    monkeypatch.setattr(queue, ask, lambda _account_id: False)
    monkeypatch.setattr(jobs, does, fails_once)
    with capture_logs() as logs:
        sweep.sweep()
    assert tried == [1, 2]
    assert [each["given"] for each in logs] == [(1,)]


def test_a_round_with_nothing_to_do_writes_nothing(both):
    ConnectionFactory()
    said = []
    note = lambda _conn, _cursor, statement, *_: said.append(statement)  # noqa: E731
    event.listen(db.engines[None], "before_cursor_execute", note)
    sweep._mend_clock_steps()
    sweep._ask_for_probes()
    sweep._ask_for_mails()
    delivery.wipe_old()
    event.remove(db.engines[None], "before_cursor_execute", note)
    assert said
    assert [each for each in said if writes(each)] == []


def test_what_is_old_is_looked_for_again_after_a_rest_unless_there_may_be_more(monkeypatch):
    looks = []
    monkeypatch.setattr(sweep, "_rested_until", 0.0)
    monkeypatch.setattr(delivery, "wipe_old", lambda: looks.append(1) or len(looks) < 3)
    monkeypatch.setattr(audit, "forget_old", lambda: False)
    for _ in range(5):
        sweep._forget_old()
    assert len(looks) == 3


def test_mails_that_wait_are_sent_also_while_the_queue_is_away(both, monkeypatch):
    asked = []
    monkeypatch.setattr(queue, "ask_for_letter", lambda letter_id: not asked.append(letter_id))
    with transaction():
        mailing.post("ana@example.com", Words("Hello"), Words("Read this."))
    sweep._ask_for_letters()
    assert (len(asked), mails_in(both)) == (2, [])
    monkeypatch.setattr(queue, "ask_for_letter", lambda letter_id: False)
    sweep._ask_for_letters()
    assert [mail["To"] for mail in mails_in(both)] == ["ana@example.com"]
    assert mailing.due() == []


def test_a_clock_that_was_set_back_makes_nothing_wait_for_hours(both, round_of):
    far = now() + timedelta(hours=5)
    connection = ConnectionFactory(
        account__throttled_until=far, account__state="held", account__probe_at=far
    )
    row = waiting(connection, due_at=far)
    round_of(queue_up=True)
    db.session.expire_all()
    assert connection.account.throttled_until <= now()
    assert row.due_at <= now()
    assert connection.account.probe_at < far


def test_what_a_destination_asked_for_is_not_cut_short(app, round_of):
    soon = now() + sweep.LONGEST_WAIT - MINUTE
    connection = ConnectionFactory(account__throttled_until=soon)
    row = waiting(connection, due_at=soon)
    round_of(queue_up=True)
    db.session.expire_all()
    assert abs(connection.account.throttled_until - soon) < timedelta(seconds=1)
    assert abs(row.due_at - soon) < timedelta(seconds=1)
