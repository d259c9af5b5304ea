"""How a connection is: no state promises more than was seen."""

from __future__ import annotations

import pytest

from hubapp.core.retrying import State
from hubapp.core.trigger import OUTCOME, Plan
from hubapp.doors.database import transaction
from hubapp.models.columns import now
from hubapp.services.integrations.standing import standing_of
from tests.support.application import connect, submit_entries
from tests.support.deliveries import drain_all, hub_at, let_be
from tests.support.factories import DeliveryFactory


@pytest.fixture
def hub(app, sandbox):
    return hub_at(sandbox)


def told(connection):
    found = standing_of(connection)
    return found.look, str(found.words)


def test_it_sends_once_something_was_accepted(hub):
    assert told(None) == ("", "Not connected")
    connection = connect(hub, hub.endpoint)
    assert told(connection) == ("on", "Sending")
    assert standing_of(connection).ago is None
    submit_entries(hub, "ana@example.com")
    assert standing_of(connection).last is None
    drain_all(connection)
    assert 0 <= standing_of(connection).ago < 60


@pytest.mark.parametrize(
    ("state", "found"),
    [
        ("held", ("held", "Stopped by Braze")),
        ("paused", ("paused", "Paused by you")),
        ("leaving", ("leaving", "Disconnecting")),
    ],
)
def test_what_stops_it_is_said(hub, state, found):
    connection = connect(hub, hub.endpoint)
    with transaction():
        let_be(connection, state)
    assert told(connection) == found


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"identity_source": "field.gone"}, "identified by is gone"),
        ({"whom": "consenting", "consent_source": "field.gone"}, "so nobody is sent"),
        ({"lacking": "fall", "fallback_source": "field.gone"}, "so they are refused"),
        (
            {"rows": [{"source": "field.gone", "target": "custom.x"}]},
            "x (custom attribute) is fed by",
        ),
        (
            {"rows": [{"source": f"field.gone{at}", "target": f"custom.x{at}"} for at in (1, 2)]},
            "and others, 2 in all",
        ),
    ],
)
def test_it_needs_somebody_when_a_source_is_gone(hub, change, said):
    connection = connect(hub, hub.endpoint)
    with transaction():
        connection.mapping = {**connection.mapping, **change}
    assert told(connection) == ("needs", "Needs you")
    assert said in str(standing_of(connection).why)


def test_it_needs_somebody_when_the_last_were_refused(hub):
    connection = connect(hub, hub.endpoint)
    refused = {"connection": connection, "state": State.REJECTED, "reason": "Refused"}
    for _ in range(2):
        DeliveryFactory(**refused)
    assert told(connection) == ("on", "Sending")
    DeliveryFactory(**refused)
    assert "The last 3 entries were refused: “Refused”." in str(standing_of(connection).why)
    DeliveryFactory(connection=connection, done_at=now())
    assert told(connection) == ("on", "Sending")


@pytest.mark.parametrize(
    ("plan", "said"),
    [
        (Plan(1, rows=(("prize", "field.gone"),)), "goes out without “prize”"),
        (Plan(1, moment=OUTCOME, source="card.quiz.gone"), "is sent to nobody"),
        (Plan(1, rows=(("name", "field.first_name"),)), ""),
    ],
)
def test_it_needs_somebody_when_a_message_has_lost_its_source(hub, plan, said):
    connection = connect(hub, hub.endpoint)
    with transaction():
        connection.triggers = [plan.to_json()]
    found = standing_of(connection)
    assert (found.look, said in str(found.why)) == ("needs" if said else "on", True)
