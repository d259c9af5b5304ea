"""What a verdict does to a delivery, to its connection and to what is known of a person."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from hubapp.core.confirming import DOUBT, mark
from hubapp.core.destination import Action, Verdict
from hubapp.core.mapping import Record
from hubapp.core.retrying import State
from hubapp.core.words import Words
from hubapp.doors.database import transaction
from hubapp.extensions import db
from hubapp.models import AccountLane, Confirmed, Connection, Delivery, OutboxRow
from hubapp.models.columns import now
from hubapp.services.delivery import settle as settling
from hubapp.services.delivery.claims import Row
from hubapp.services.delivery.plan import EVENT_LEFT_OUT
from tests.services.delivery.in_hand import Hand
from tests.support.application import make_hub, submit_entries
from tests.support.deliveries import add, all_in_lane_0, drain_all, due_now, hub_at, states
from tests.support.deliveries import submitted as connected

DELIVERED = Verdict(Action.DELIVERED, request_id="r-1")
RETRY = Verdict(Action.RETRY, Words("Braze answered 503."), request_id="r" * 200)
THROTTLED = Verdict(Action.THROTTLED, Words("Slow down."))
HOLD = Verdict(Action.HOLD, Words("Paste a new key."))
SPLIT = Verdict(Action.SPLIT, Words("Too large."))
REJECTED = Verdict(Action.REJECTED, Words("Not a valid email."), reason="Not valid")
LOST = Verdict(Action.RETRY, Words("no answer"), outcome_unknown=True)


@pytest.fixture
def connection(both, sandbox) -> Connection:
    return _connection(sandbox)


@pytest.fixture
def on_sqlite(app, sandbox) -> Connection:
    return _connection(sandbox)


def _connection(sandbox) -> Connection:
    made = connected(hub_at(sandbox), "ana@example.com")
    all_in_lane_0()
    return made


def settled(connection: Connection, *verdicts: Verdict) -> tuple[Delivery, list[Row]]:
    """Send what is due, get these verdicts; the first delivery, and what stays in hand."""
    hand = Hand(connection)
    stay = hand.settle(hand.sent(*verdicts))
    return db.session.scalars(select(Delivery).order_by(Delivery.id)).first(), list(stay)


def in_line() -> list[OutboxRow]:
    return list(db.session.scalars(select(OutboxRow)))


def known() -> dict:
    return db.session.scalars(select(Confirmed.values)).one()["attribute.first_name"]


def test_a_delivered_one_has_ended_and_its_values_are_confirmed(connection):
    row, stay = settled(connection, DELIVERED)
    assert (row.state, row.attempts, row.request_id, row.history) == ("delivered", 1, "r-1", [])
    assert row.exchange_id
    assert row.done_at
    assert not row.words
    assert (in_line(), stay) == ([], [])
    assert known() == [mark("Ana"), row.id]


def test_a_rejected_one_has_ended_with_the_destinations_words(connection):
    row, stay = settled(connection, REJECTED)
    assert (row.state, row.reason, str(row.words)) == (
        "rejected",
        "Not valid",
        "Not a valid email.",
    )
    assert row.done_at
    assert [(each["verdict"], each["exchange"]) for each in row.history] == [
        ("rejected", row.exchange_id)
    ]
    assert (in_line(), stay) == ([], [])
    assert db.session.scalars(select(Confirmed)).all() == []


def test_a_verdict_without_a_reason_is_filed_as_refused(on_sqlite):
    row, _ = settled(on_sqlite, Verdict(Action.REJECTED, Words("No.")))
    assert row.reason == "Refused"


def test_after_a_failure_the_connection_pauses_as_a_whole(connection):
    row, stay = settled(connection, RETRY)
    assert (row.state, row.attempts, row.done_at, row.request_id) == (
        "waiting",
        1,
        None,
        "r" * 120,
    )
    assert [(each["verdict"], each["unknown"]) for each in row.history] == [("retry", False)]
    assert stay == []
    # Its rows keep their order, so none of them waits by itself.
    assert [each.due_at for each in in_line()] == [None]
    assert connection.account.failures == 1
    assert now() < connection.account.throttled_until <= now() + timedelta(seconds=60)


@pytest.mark.parametrize(("tries", "by_itself"), [(2, False), (3, True)])
def test_after_three_tries_the_row_waits_by_itself_as_well(connection, tries, by_itself):
    with transaction() as session:
        session.execute(update(Delivery).values(attempts=tries))
    settled(connection, RETRY)
    assert (in_line()[0].due_at is not None) is by_itself


def test_the_pause_is_never_long_for_the_destination_may_be_well_again(on_sqlite):
    hand = Hand(on_sqlite)
    hand.run.failures = 1000
    for _ in range(5):
        hand.settle(hand.sent(RETRY))
        assert on_sqlite.account.throttled_until <= now() + timedelta(seconds=60)
    assert on_sqlite.account.failures == 1005


def test_when_it_works_again_the_failures_are_forgotten(connection):
    with transaction():
        connection.account.failures = 7
    settled(connection, DELIVERED)
    assert connection.account.failures == 0


@pytest.mark.parametrize("verdict", [THROTTLED, HOLD])
def test_what_says_nothing_of_the_delivery_costs_no_try(connection, verdict):
    with transaction() as session:
        values = {"attribute.first_name": [mark("Old"), 0]}
        person = session.scalars(select(OutboxRow.person)).one()
        session.add(Confirmed(account_id=connection.account_id, person=person, values=values))
    row, stay = settled(connection, verdict)
    assert (row.state, row.attempts, stay) == ("waiting", 0, [])
    assert in_line()[0].due_at is None
    # It has surely not arrived.
    assert known() == [mark("Old"), 0]


@pytest.mark.parametrize(("wait", "least", "most"), [(40.0, 39, 40), (None, 0, 4)])
def test_the_destination_says_how_long_to_wait_or_we_guess(on_sqlite, wait, least, most):
    settled(on_sqlite, Verdict(Action.THROTTLED, wait=wait))
    seconds = (on_sqlite.account.throttled_until - now()).total_seconds()
    assert least < seconds <= most
    # Without a word on how long, the next pause may be longer.
    assert on_sqlite.account.failures == (0 if wait else 1)


def test_a_broken_connection_is_held_with_its_words(connection):
    settled(connection, HOLD)
    assert (connection.standing, str(connection.account.held_words)) == ("held", "Paste a new key.")


def test_what_was_too_large_stays_in_hand(connection):
    row, (stay,) = settled(connection, SPLIT)
    assert (stay.id, stay.attempts) == (row.id, 1)
    assert (row.attempts, row.history) == (0, [])
    assert len(in_line()) == 1
    assert connection.account.throttled_until is None


@pytest.mark.parametrize("unknown", [True, False])
def test_what_goes_again_at_once_may_have_arrived_before(connection, unknown):
    row, (stay,) = settled(connection, replace(SPLIT, outcome_unknown=unknown))
    assert (row.outcome_unknown, stay.unknown, row.state) == (unknown, unknown, "waiting")


def test_what_may_have_arrived_is_doubted(connection):
    with transaction() as session:
        values = {"attribute.first_name": [mark("Old"), 5]}
        person = session.scalars(select(OutboxRow.person)).one()
        session.add(Confirmed(account_id=connection.account_id, person=person, values=values))
    row, _ = settled(connection, LOST)
    assert (row.outcome_unknown, row.history[0]["unknown"]) == (True, True)
    assert known() == [DOUBT, 5]


def test_each_row_of_a_request_has_a_verdict_of_its_own(both, sandbox):
    hub = hub_at(sandbox)
    connection = connected(hub, *(f"{name}@example.com" for name in "abcd"))
    all_in_lane_0()
    _, stay = settled(connection, DELIVERED, REJECTED, SPLIT, RETRY)
    first, *_ = rows = list(db.session.scalars(select(Delivery).order_by(Delivery.id)))
    assert [row.state for row in rows] == ["delivered", "rejected", "waiting", "waiting"]
    assert [row.id for row in stay] == [rows[2].id]
    assert len({row.exchange_id for row in (first, rows[1], rows[3])}) == 1


def test_what_came_of_all_is_counted(on_sqlite):
    hand = Hand(on_sqlite)
    hand.settle(hand.sent(LOST, seconds=0.3))
    hand.settle(hand.sent(DELIVERED, seconds=99.0))
    tally = hand.run.tally
    named = ("retry", "delivered", "unknown", "requests", "objects", "seconds", "saved")
    assert [tally[name] for name in named] == [1, 1, 1, 2, 2, 99.3, 0]
    assert tally["sizes"] == [2, *[0] * len(settling.SIZES)]
    assert tally["times"] == [0, 0, 0, 1, 0, 0, 0, 0, 0, 1]
    assert db.session.scalars(select(AccountLane.tally)).all() == [{}]


def waited(tries: int, hours: float) -> Row:
    record = Record("email:a", "email", "a", "2026-01-15T10:00:00.000Z")
    made = now() - timedelta(hours=hours)
    return Row(1, 0, record, tries, made, 1, False, False, True, {})


@pytest.mark.parametrize(
    ("tries", "hours", "state"),
    [
        (20, 25, State.REJECTED),
        # One that waited on hold for days was hardly tried.
        (19, 99, State.WAITING),
        (500, 23, State.WAITING),
    ],
)
def test_after_a_day_of_tries_we_give_up(tries, hours, state):
    values, until = settling.values_after(waited(tries, hours), RETRY, now())
    assert values["state"] is state
    if state is State.REJECTED:
        assert (values["reason"], until) == ("Gave up after 24 hours", None)
        assert str(values["words"]) == (
            "We tried for 24 hours and gave up. The last answer: Braze answered 503."
        )


@pytest.mark.parametrize("verdict", [THROTTLED, HOLD])
def test_whoever_only_waits_is_never_given_up(verdict):
    values, until = settling.values_after(waited(500, 999), verdict, now())
    assert (values["state"], values["attempts"], until) == (State.WAITING, 499, None)


@pytest.mark.parametrize("again", [True, False])
def test_after_a_lost_answer_the_event_goes_again_only_if_the_connection_says_so(
    app, sandbox, again
):
    hub = make_hub(sandbox.url)
    connection = db.session.scalars(select(Connection)).one()
    with transaction():
        connection.resend_events = again
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
    assert (row.words == EVENT_LEFT_OUT) is not again


def test_a_failing_destination_is_left_alone_for_a_while(both, sandbox):
    hub = hub_at(sandbox)
    connection = connected(hub, *(f"p{at}@example.com" for at in range(8)))
    add(hub, "late@example.com")
    sandbox.fault(status=503, count=99)
    for _ in range(5):
        drain_all(connection)
    assert sandbox.state()["counts"]["requests"] <= 2
    assert connection.account.failures >= 1


def test_what_was_left_out_is_not_confirmed_for_the_destination_has_it_not(connection):
    row = db.session.scalars(select(Delivery)).one()
    with transaction():
        row.record = {
            **row.record,
            "values": {"attribute.first_name": "Ana", "attribute.country": "Atlantis"},
        }
    settled(connection, DELIVERED)
    kept = db.session.scalars(select(Confirmed.values)).one()
    assert "attribute.first_name" in kept
    assert "attribute.country" not in kept
