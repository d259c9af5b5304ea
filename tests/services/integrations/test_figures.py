"""How a connection does, in figures that cost the same at a million rows."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hubapp.core.retrying import State
from hubapp.core.words import Words
from hubapp.doors.database import transaction
from hubapp.models import AccountLane, Connection, Exchange
from hubapp.models.columns import now
from hubapp.services.integrations import figures
from tests.services.integrations.refusals import REASON
from tests.support.deliveries import add, hub_at, submitted
from tests.support.factories import ConnectionFactory, DeliveryFactory


@pytest.fixture
def connection(both) -> Connection:
    return ConnectionFactory()


def rejected(connection: Connection, *reasons: str) -> None:
    for reason in reasons:
        DeliveryFactory(connection=connection, state=State.REJECTED, reason=reason)


def test_a_connection_that_has_done_nothing(connection):
    assert figures.health(connection) == figures.Health(0, 0, 0, 0.0, 0, 0)
    assert figures.reasons(connection) == {}


def test_what_waits_what_was_rejected_and_what_was_delivered(both, sandbox):
    hub = hub_at(sandbox)
    connection = submitted(hub, "a@example.com", "b@example.com")
    add(hub, "a@example.com")
    rejected(connection, REASON)
    for other in (connection, ConnectionFactory()):
        with transaction() as session:
            for lane, tally in enumerate([{"delivered": 5, "saved": 2}, {"delivered": 1}, {}]):
                session.add(AccountLane(account_id=other.account_id, lane=lane, tally=tally))
    health = figures.health(connection)
    assert (health.waiting, health.rejected, health.delivered, health.saved) == (3, 1, 6, 2)
    assert 0 <= health.oldest < 60


def test_what_was_delivered_in_the_last_minute(connection):
    other = ConnectionFactory()
    for of, seconds in ((connection, 50), (connection, 5), (connection, 70), (other, 5)):
        at = now() - timedelta(seconds=seconds)
        given = {
            "account_id": of.account_id,
            "sent_at": at,
            "took_ms": 1,
            "people": 9,
            "content": b"",
        }
        with transaction() as session:
            session.add(Exchange(delivered=7, **given))
    assert figures.health(connection).per_minute == 14


def test_counts_stop_where_nobody_counts_any_more(connection, monkeypatch):
    monkeypatch.setattr(figures, "COUNTED", 2)
    rejected(connection, *[REASON] * 5)
    # One more than is shown, so that the screen can say that there are more.
    assert figures.health(connection).rejected == 3


def test_each_reason_once_and_in_words(connection):
    rejected(connection, REASON, "Gave up after 24 hours", REASON, "Of a release that is gone")
    rejected(ConnectionFactory(), "Too large")
    DeliveryFactory(connection=connection)
    assert figures.reasons(connection) == {
        "Gave up after 24 hours": Words("Gave up after 24 hours"),
        REASON: Words(REASON),
        "Of a release that is gone": Words.verbatim("Of a release that is gone"),
    }


def test_of_very_many_reasons_the_first_twenty(connection):
    rejected(connection, *(f"{at:03}" for at in range(25)))
    assert list(figures.reasons(connection)) == [f"{at:03}" for at in range(20)]
