"""Contacts as they are found and made."""

from __future__ import annotations

import pytest

from hubapp.doors.database import transaction
from hubapp.extensions import db
from hubapp.models import Contact
from hubapp.services.people import known
from tests.support.factories import (
    ContactFactory,
    HubFactory,
    PlayFactory,
    SpeakerFactory,
    VisitorFactory,
)

ANA = "ana@example.com"


@pytest.fixture
def hub(both):
    return HubFactory()


@pytest.mark.parametrize("given", [{"email": ANA}, {"external_id": "7"}])
def test_what_another_has_made_at_the_same_moment_is_found(hub, given):
    with transaction():
        (first, new), (second, newer) = (known.made(hub.workspace_id, **given) for _ in "ab")
    assert (first.id == second.id, new, newer) == (True, True, False)
    (kind, value), *_ = given.items()
    assert known.by(hub.workspace_id, kind, value).id == first.id
    assert known.by(hub.workspace_id + 1, kind, value) is None


def test_a_contact_is_only_theirs_while_nobody_else_has_left_anything(hub):
    contact = ContactFactory(workspace_id=hub.workspace_id, email=ANA)
    visitor = VisitorFactory(workspace_id=hub.workspace_id)
    mine = SpeakerFactory(visitor=visitor, contact_id=contact.id)
    PlayFactory(hub_id=hub.id, speaker_id=mine.id, contact_id=contact.id)
    assert known.is_only_theirs(contact, mine)
    # Of a release that did not know who spoke.
    PlayFactory(hub_id=hub.id, speaker_id=None, contact_id=contact.id)
    assert not known.is_only_theirs(db.session.get_one(Contact, contact.id), mine)
