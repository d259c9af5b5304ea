"""A delivery is accepted with what caused it: what waits, what is turned away, what is not sent."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, update

from hubapp.core.mapping import MappingRow
from hubapp.core.retrying import State
from hubapp.doors import queue
from hubapp.doors.database import transaction
from hubapp.extensions import db
from hubapp.models import Connection, Delivery, OutboxRow
from hubapp.models.columns import now
from hubapp.models.outbox import BEHIND
from hubapp.services.delivery import outbox
from tests.support.application import connect, submit_entries
from tests.support.deliveries import hub_at, let_be, submitted
from tests.support.factories import ConnectionFactory, HubFactory, SubmissionFactory

ANA = {"field.email": "ana@example.com", "field.first_name": "Ana", "field.consent": True}
ROWS = (
    MappingRow("field.first_name", "attribute.first_name"),
    MappingRow("field.consent", "custom.news"),
)


@pytest.fixture
def connection(app) -> Connection:
    return ConnectionFactory(rows=ROWS)


def accepted(connection: Connection, known: dict, **more: object) -> list[outbox.Lane]:
    """Accept a submission, or with ``submission_id=None`` a play alone; the lanes to wake."""
    given_ = {"submission_id": SubmissionFactory().id, "card_id": "quiz", "time": now()} | more
    with transaction():
        return outbox.add_deliveries(connection.hub_id, known, ["field.consent"], **given_)


def rows() -> list[Delivery]:
    return list(db.session.scalars(select(Delivery).order_by(Delivery.id)))


@given(person=st.text(), lanes=st.integers(1, 64))
def test_a_person_always_has_the_same_lane(person, lanes):
    lane = outbox.lane_of(person, lanes)
    assert lane in range(lanes)
    assert outbox.lane_of(person, lanes) == lane


def test_each_connection_of_the_hub_gets_its_own(app):
    hub = HubFactory()
    here = [ConnectionFactory(hub=hub, rows=ROWS), ConnectionFactory(hub=hub, kind="of old")]
    ConnectionFactory()
    lanes = accepted(here[0], ANA)
    assert {each.connection_id for each in rows()} == {each.id for each in here}
    assert [account_id for account_id, _ in lanes] == [each.account_id for each in here]


def test_only_what_is_mapped_is_kept_for_sending(both, sandbox):
    hub = hub_at(sandbox)
    connect(hub, sandbox.url)
    submit_entries(hub, "a@example.com")
    (row,) = rows()
    assert row.record["values"] == {"attribute.first_name": "Ana"}


def test_it_waits_in_the_outbox_until_its_end(connection):
    lanes = accepted(connection, ANA)
    (delivery,), waiting = rows(), db.session.scalars(select(OutboxRow)).one()
    assert (delivery.state, delivery.person) == (State.WAITING, "email:ana@example.com")
    assert waiting.delivery_id == delivery.id
    assert lanes == [(connection.account_id, waiting.lane)]
    assert "ana" not in waiting.person


@pytest.mark.parametrize("state", ["paused", "held"])
def test_what_cannot_go_now_waits_and_wakes_nobody(connection, state):
    with transaction():
        let_be(connection, state)
    assert accepted(connection, ANA) == []
    assert [each.state for each in rows()] == [State.WAITING]


def test_a_submission_without_identity_is_listed_with_its_reason(connection):
    assert accepted(connection, {"field.email": ""}) == []
    (row,) = rows()
    assert (row.state, row.record, row.done_at) == (State.REJECTED, None, row.created_at)
    assert row.reason == "No identity in the submission"
    assert str(row.words) == (
        "This submission has no identity, so the destination cannot know whose it is. "
        "Make that field required, or choose another way to identify users."
    )
    assert db.session.scalars(select(OutboxRow)).all() == []


@pytest.mark.parametrize(
    ("known", "sent"),
    [
        ({**ANA, "card.quiz.score": 3}, 1),
        ({**ANA, "card.quiz.score": 0}, 1),
        # It tells nothing that its form did not.
        (ANA, 0),
        # Nobody asked for this output, or for whoever has no name.
        ({**ANA, "card.poll.answer": "Beach"}, 0),
        ({"card.quiz.score": 3}, 0),
    ],
)
def test_a_play_alone_is_sent_when_it_tells_something(app, known, sent):
    mapped = (*ROWS, MappingRow("card.quiz.score", "custom.score"))
    accepted(ConnectionFactory(rows=mapped), known, submission_id=None)
    assert len(rows()) == sent


@pytest.mark.parametrize(("with_submission", "once"), [(True, ["custom.news"]), (False, [])])
def test_a_consent_leaves_with_its_submission_only(app, with_submission, once):
    connection = ConnectionFactory(rows=(*ROWS, MappingRow("card.quiz.score", "custom.score")))
    more = {} if with_submission else {"submission_id": None}
    accepted(connection, {**ANA, "card.quiz.score": 3}, **more)
    (row,) = rows()
    assert row.record["once"] == once
    assert ("custom.news" in row.record["values"]) is with_submission


@pytest.mark.parametrize(("minutes", "due"), [(None, True), (-1, True), (1, False)])
def test_something_is_due_when_its_time_has_come(both, sandbox, minutes, due):
    connection = submitted(hub_at(sandbox), "a@example.com")
    lane = outbox.lane_of("email:a@example.com", connection.account.lanes)
    at = None if minutes is None else now() + timedelta(minutes=minutes)
    with transaction() as session:
        session.execute(update(OutboxRow).values(due_at=at))
    assert outbox.is_due(connection.account_id, lane) is due
    assert not outbox.is_due(connection.account_id, (lane + 1) % connection.account.lanes)


def test_the_backlog_says_how_many_wait_and_for_how_long(both, sandbox):
    connection = submitted(hub_at(sandbox))
    assert outbox.backlog(connection.account_id, 10) == (0, 0.0)
    other = submitted(hub_at(sandbox), *(f"p{at}@example.com" for at in range(9)))
    with transaction() as session:
        first, *_, last = session.scalars(select(Delivery).order_by(Delivery.id))
        first.created_at, last.created_at = (now() - timedelta(hours=each) for each in (1, 2))
        session.execute(update(OutboxRow).values(priority=BEHIND))
    number, seconds = outbox.backlog(other.account_id, 100)
    assert number == 9
    # The one that came first, whatever a clock said later.
    assert seconds == pytest.approx(3600, abs=60)
    assert outbox.backlog(other.account_id, 4)[0] == 4
    assert outbox.backlog(connection.account_id, 10) == (0, 0.0)


def test_a_clock_that_was_set_back_makes_no_age_negative(app, sandbox):
    connection = submitted(hub_at(sandbox), "a@example.com")
    with transaction() as session:
        session.execute(update(Delivery).values(created_at=now() + timedelta(hours=1)))
    assert outbox.backlog(connection.account_id, 10) == (1, 0.0)


def test_a_lane_is_woken_once_however_much_came_into_it(app, monkeypatch):
    woken = []
    monkeypatch.setattr(queue, "wake_drain", lambda *lane: woken.append(lane))
    with transaction():
        outbox.wake_after_commit([(1, 2), (1, 3), (1, 2)])
        assert woken == []
    assert sorted(woken) == [(1, 2), (1, 3)]
