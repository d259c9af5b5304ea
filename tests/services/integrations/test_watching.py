"""What has just gone out, told while somebody watches."""

from __future__ import annotations

import pytest

from hubapp.core.mapping import FieldMapping, MappingRow
from hubapp.doors.database import transaction
from hubapp.services.integrations import watching
from tests.support.application import connect, submit_entries
from tests.support.deliveries import drain_all, hub_at
from tests.support.factories import ActivityFactory, DeliveryFactory, PlayFactory


@pytest.fixture
def connection(app, sandbox):
    hub = hub_at(sandbox)
    connection = connect(hub, sandbox.url)
    rows = (MappingRow("field.first_name", "attribute.country"),)
    with transaction():
        connection.mapping = FieldMapping("email", "field.email", rows=rows).to_json()
    submit_entries(hub, "ana@example.com", name="Finland")
    return connection


def test_finland_is_seen_turning_into_fi(connection):
    (waits,) = watching.just_sent(connection)
    assert (str(waits.line.state), str(waits.answer), waits.took_ms) == ("Waiting", "", None)
    drain_all(connection)
    (seen,) = watching.just_sent(connection)
    assert (str(seen.line.state), str(seen.answer)) == ("Accepted by Braze", "201")
    (fate,) = seen.fates
    assert [str(each) for each in (fate.target, fate.value, fate.sent)] == [
        "Country",
        "Finland",
        "FI",
    ]


def test_what_is_long_past_is_not_news(connection, monkeypatch):
    monkeypatch.setattr(watching, "WITHIN", watching.WITHIN * 0)
    assert watching.just_sent(connection) == []


def test_what_is_played_before_it_is_known_by_whom_is_seen_too(connection):
    rows = (MappingRow("card.poll.answer", "custom.spot"),)
    with transaction():
        connection.mapping = FieldMapping("email", "field.email", rows=rows).to_json()
    play = PlayFactory(version_id=connection.hub.live_version_id, contact_id=None)
    assert watching.just_played(connection) == []
    ActivityFactory(play=play, facts={"card.poll.answer": "Beach", "fact.hub_name": "x"})
    ActivityFactory(play=play, facts={"card.poll.answer": ""})
    ((fate,),) = watching.just_played(connection)
    assert (str(fate.target), str(fate.value)) == ("spot (custom attribute)", "Beach")


def test_what_went_along_with_the_form_is_not_said_to_wait_still(connection):
    rows = (MappingRow("card.poll.answer", "custom.spot"),)
    with transaction():
        connection.mapping = FieldMapping("email", "field.email", rows=rows).to_json()
    play = PlayFactory(version_id=connection.hub.live_version_id, contact_id=None)
    ActivityFactory(play=play, facts={"card.poll.answer": "Beach"})
    (_waits,) = watching.just_played(connection)
    sent = ActivityFactory(play=play, facts={"field.email": "ana@example.com"})
    DeliveryFactory(connection=connection, activity_id=sent.id)
    assert watching.just_played(connection) == []
