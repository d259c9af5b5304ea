"""Mappings are numbered, and a delivery says by which it was made."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest
from sqlalchemy import delete, update

from hubapp.core.errors import NotFoundHere
from hubapp.core.mapping import EVERYBODY, FieldMapping, MappingRow
from hubapp.doors.database import transaction
from hubapp.models import Connection, Delivery, Hub, OutboxRow
from hubapp.services.integrations import connections, explain, replay, versions
from hubapp.services.integrations.controls import MappingControls
from hubapp.services.integrations.mappings import Form
from tests.support.application import submit_entries
from tests.support.deliveries import hub_at
from tests.support.factories import KEY, DeliveryFactory, UserFactory

FIRST = FieldMapping(
    "email",
    "field.email",
    "",
    (MappingRow("field.first_name", "attribute.first_name"),),
    whom=EVERYBODY,
)
OTHER = replace(FIRST, rows=(MappingRow("field.first_name", "custom.nick"),))


@pytest.fixture
def hub(both, sandbox) -> Hub:
    return hub_at(sandbox)


def save(hub: Hub, mapping: FieldMapping = FIRST, user_id: int | None = None) -> Connection:
    form = Form({}, mapping, KEY, typed={"endpoint": hub.endpoint})
    return connections.save(hub, "braze", form, user_id)


def newest(connection: Connection) -> Delivery:
    query = Delivery.query.filter_by(connection_id=connection.id)
    return query.order_by(Delivery.id.desc()).first()


def test_each_save_that_changes_the_mapping_makes_a_version(hub):
    user = UserFactory()
    assert save(hub, user_id=user.id).mapping_number == 1
    assert save(hub).mapping_number == 1
    connection = save(hub, OTHER)
    assert connection.mapping_number == 2
    found = versions.mapping_versions_of(connection)
    assert [(each.number, each.user_id) for each in found] == [(2, None), (1, user.id)]
    assert FieldMapping.from_json(versions.mapping_numbered(connection, 1).mapping) == FIRST
    with pytest.raises(NotFoundHere):
        versions.mapping_numbered(connection, 3)


def test_a_delivery_says_by_which_mapping_it_was_made(hub):
    save(hub)
    submit_entries(hub, "ana@example.com")
    connection = save(hub, OTHER)
    story = explain.story(connection, newest(connection).id)
    assert story.mapping_number == 1
    # The value of then still has its source, though today's mapping sends it elsewhere.
    assert [str(each.source) for each in story.mapped] == ["First name"]
    submit_entries(hub, "ben@example.com")
    assert newest(connection).mapping_number == 2


def test_replayed_with_todays_mapping_it_is_of_todays(hub):
    connection = save(hub)
    submit_entries(hub, "ana@example.com")
    with transaction() as session:
        session.execute(delete(OutboxRow))
        session.execute(update(Delivery).values(state="delivered"))
    connection = save(hub, OTHER)
    replay.replay_one(connection, newest(connection).id, replay.NOW)
    assert newest(connection).mapping_number == 2


def test_of_an_older_release_nobody_knows(hub):
    connection = save(hub)
    row = DeliveryFactory(connection=connection)
    assert row.mapping_number is None
    assert versions.mapping_of(row, connection) == connection.mapping


def test_a_version_says_that_values_are_sent_in_other_words():
    (row,) = OTHER.rows
    worded = replace(OTHER, rows=(replace(row, letters="capital"),))
    said = versions.changes_of_mapping(OTHER, worded, "braze")
    assert [str(each) for each in said] == ["Sent in other words: nick (custom attribute)."]


def test_a_version_says_how_a_row_is_written():
    (row,) = OTHER.rows
    first = replace(OTHER, rows=(replace(row, how="first", letters="capital"),))
    nick = "nick (custom attribute)."
    said = versions.changes_of_mapping(OTHER, first, "braze")
    assert [str(each) for each in said] == [
        f"Sent in other words: {nick}",
        f"First answer only: {nick}",
    ]
    said = versions.changes_of_mapping(first, OTHER, "braze")
    assert str(said[-1]) == f"Always the newest answer: {nick}"
    listed = replace(OTHER, rows=(replace(row, how="append"),))
    said = versions.changes_of_mapping(replace(OTHER, rows=()), listed, "braze")
    assert [str(each) for each in said] == [f"Added: {nick}", f"Appended to a list: {nick}"]


def test_what_else_was_changed_is_called_as_the_screen_calls_it():
    other = replace(
        OTHER, identify_by="phone", lacking="fall", fallback_by="a", fallback_source="b"
    )
    said = versions.changes_of_mapping(OTHER, other, "braze")
    assert [str(each) for each in said] == [
        "Changed: Identify users by.",
        "Changed: who lacks it.",
        "Changed: the other way.",
    ]


@pytest.mark.parametrize("field", [each.name for each in fields(FieldMapping)])
def test_all_of_a_mapping_has_a_name(field):
    assert str(MappingControls.names[field])
