"""What was sent is forgotten here, and each destination is asked in its own way."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from hubapp.core.destination import Rights
from hubapp.destinations import destination_of
from hubapp.doors.database import transaction
from hubapp.extensions import db
from hubapp.models import Connection, Contact, Delivery, Erasure, ErasureStep, Hub
from hubapp.models.columns import now
from hubapp.services.rights import sent
from hubapp.services.rights.persons import person_of
from tests.services.rights.planted import EMAIL, connection_of, hub_with_everything, take_part
from tests.support.deliveries import drain_all


@pytest.fixture
def connection(both, sandbox) -> Connection:
    hub: Hub = hub_with_everything(sandbox)
    take_part(hub)
    drain_all(connection_of(hub))
    return connection_of(hub)


def forget(connection: Connection, **more: object) -> list[ErasureStep]:
    workspace_id = connection.hub.workspace_id
    with transaction() as session:
        erasure = Erasure(workspace_id=workspace_id, contacts=[], marks=[], **more)
        session.add(erasure)
    contact = db.session.scalars(select(Contact.id)).all()
    sent.forget(erasure.id, sent.of_one(person_of(workspace_id, contact)))
    return list(db.session.scalars(select(ErasureStep)))


def test_what_arrived_is_taken_back_by_a_last_delivery(connection):
    (step,) = forget(connection)
    last = db.session.get_one(Delivery, step.last_delivery)
    assert (step.state, last.state, step.hub_name) == ("waiting", "waiting", "Summer kick-off")
    assert set(last.record["values"].values()) == {None}
    # It names the person, and is not found as something of theirs that is to be forgotten.
    person = person_of(connection.hub.workspace_id, [], EMAIL)
    assert sent.of_one(person) == []


def test_the_whole_profile_is_kept_sealed_until_it_is_deleted(connection):
    (step,) = forget(connection, whole_profile=True)
    assert step.last_delivery is None
    assert step.due_at <= now()
    assert EMAIL.encode() not in step.sealed


def test_a_destination_that_cannot_be_asked_is_told_of(connection, monkeypatch):
    monkeypatch.setattr(type(destination_of("braze")), "rights", Rights())
    (step,) = forget(connection, whole_profile=True)
    assert step.state == "by_hand"
    assert "Braze cannot be asked" in str(step.words)


def test_one_that_keeps_nothing_but_who_it_is_says_so(connection):
    with transaction() as session:
        for row in session.scalars(select(Delivery)):
            row.record = {**row.record, "values": {}}
        session.execute(db.metadata.tables["confirmed"].delete())
    (step,) = forget(connection)
    assert (step.state, step.words) == ("by_hand", sent.NOTHING_STAYS)


def test_one_that_is_being_disconnected_is_not_asked(connection):
    with transaction():
        connection.state = "leaving"
    (step,) = forget(connection)
    assert (step.state, step.words) == ("by_hand", sent.LEAVING)


def test_what_never_left_needs_nothing(both, sandbox):
    hub = hub_with_everything(sandbox)
    take_part(hub)
    assert forget(connection_of(hub)) == []


def test_a_connection_that_has_gone_meanwhile_needs_nothing_either(connection):
    with transaction() as session:
        erasure = Erasure(workspace_id=connection.hub.workspace_id, contacts=[], marks=[])
        session.add(erasure)
    sent.forget(erasure.id, [(connection.id + 9, 1)])
    assert db.session.scalars(select(ErasureStep)).all() == []
