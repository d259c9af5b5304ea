"""What an erasure would mean, and what became of it, in sentences."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from hubapp.doors.database import transaction
from hubapp.extensions import db
from hubapp.models import Contact, Erasure, ErasureStep, Hub
from hubapp.services.rights import afterwards, erasing, telling
from tests.services.rights.planted import EMAIL, connection_of, hub_with_everything, plant
from tests.support.deliveries import drain_all
from tests.support.factories import ContactFactory


@pytest.fixture
def hub(app, sandbox) -> Hub:
    return hub_with_everything(sandbox)


def told(erasure: Erasure) -> list[str]:
    db.session.expire_all()
    return [str(each) for each in telling.account_of(erasure)]


def test_the_profile_is_named_before_it_is_deleted(hub):
    (at,) = telling.at_destinations(hub.workspace_id, plant(hub).id)
    assert (at.hub_name, at.destination, at.may_delete) == ("Summer kick-off", "Braze", True)
    assert str(at.profile) == f"the profile with Email {EMAIL}"
    assert "users.delete" in str(at.needs)


def test_of_whom_nothing_was_sent_there_is_nothing_to_name(hub):
    contact = ContactFactory(workspace_id=hub.workspace_id)
    assert telling.at_destinations(hub.workspace_id, contact.id) == []
    erasure = erasing.erase(hub.workspace_id, contact.id)
    assert told(erasure) == [
        "Nothing of this person is here any more.",
        "Nothing had been sent to a destination.",
    ]


def test_what_is_done_and_what_is_not_is_told(hub, sandbox):
    erasure = erasing.erase(hub.workspace_id, plant(hub).id)
    assert told(erasure)[1] == "Braze, for the hub Summer kick-off: waits for an answer."
    drain_all(connection_of(hub))
    afterwards.advance()
    assert told(erasure)[1] == "Braze, for the hub Summer kick-off: done."
    with transaction() as session:
        session.get_one(Erasure, erasure.id).state = "running"
        step = session.scalars(select(ErasureStep)).one()
        step.state, step.words, step.kind = "refused", "Braze says no.", "of another release"
    assert told(erasure) == [
        "Still being erased here; a worker goes on with it.",
        "of another release, for the hub Summer kick-off: not done. Braze says no.",
    ]


def test_only_a_workspaces_own_erasures_are_listed(hub):
    other = ContactFactory()
    id_, elsewhere = other.id, other.workspace_id
    mine = erasing.erase(hub.workspace_id, plant(hub).id)
    erasing.erase(elsewhere, id_)
    assert [each.id for each in telling.erasures(hub.workspace_id)] == [mine.id]
    assert db.session.get(Contact, id_) is None
