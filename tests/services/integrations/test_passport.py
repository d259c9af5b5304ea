"""Everything that an account may write, in one list."""

from __future__ import annotations

import pytest

from hubapp.core.mapping import CONSTANT, FieldMapping, MappingRow
from hubapp.doors.database import transaction
from hubapp.services.integrations import passport
from tests.support.application import connect, submit_entries
from tests.support.deliveries import drain_all, hub_at


@pytest.fixture
def connection(app, sandbox):
    hub = hub_at(sandbox)
    connection = connect(hub, sandbox.url)
    rows = (
        MappingRow("field.first_name", "attribute.first_name"),
        MappingRow(CONSTANT, "custom.origin", "hub"),
        MappingRow("field.gone", "custom.old"),
        MappingRow("field.first_name", "event.name"),
    )
    mapping = FieldMapping("email", "field.email", "took_part", rows=rows)
    with transaction():
        connection.mapping = mapping.to_json()
    return connection


def told(connection):
    return {str(each.name): each for each in passport.passport_of(connection.account)}


def test_each_place_has_its_type_sample_and_origin(connection):
    found = told(connection)
    assert list(found) == ["First name", "origin", "old", "name", "took_part"]
    first = found["First name"]
    assert [str(each) for each in first.value_types] == ["text"]
    assert str(first.sample) == "Ana"
    assert [str(each) for each in first.origins] == ["Summer kick-off: First name"]
    assert str(found["origin"].sample) == "hub"
    assert "a source that is gone" in str(found["old"].origins[0])
    assert str(found["took_part"].group) == "Event"
    assert first.first is first.last is None


def test_when_it_was_sent_first_and_last_stays_known(connection):
    for email in ("ana@example.com", "bea@example.com"):
        submit_entries(connection.hub, email)
        drain_all(connection)
    found = told(connection)
    assert found["First name"].first <= found["First name"].last
    assert found["took_part"].last is not None
    assert found["old"].last is None
    with transaction():
        connection.mapping = FieldMapping("email", "field.email").to_json()
    gone = told(connection)["origin"]
    assert gone.origins == []
    assert gone.last is not None
    lines = [[str(each) for each in line] for line in passport.table(connection.account)]
    assert len(lines) == 5
    assert lines[0][0] == "Name"


def test_how_a_place_is_written_stands_with_what_feeds_it(connection):
    row = MappingRow("field.first_name", "custom.names", how="append", letters="capital")
    with transaction():
        connection.mapping = FieldMapping("email", "field.email", rows=(row,)).to_json()
    found = told(connection)["names"]
    assert [str(each) for each in found.value_types] == ["list"]
    assert str(found.sample) == "ANA"
    said = [str(each) for each in found.origins]
    assert said == ["Summer kick-off: First name (appended to a list)"]
