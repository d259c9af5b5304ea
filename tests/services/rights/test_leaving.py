"""A browser leaves one hub: what others of the workspace were told stays with them."""

from __future__ import annotations

import pytest

from hubapp.doors.database import transaction
from hubapp.extensions import db
from hubapp.models import Speaker, Told
from hubapp.services.rights import leaving
from tests.support.factories import (
    ContactFactory,
    HubFactory,
    PlayFactory,
    SpeakerFactory,
    SubmissionFactory,
)

ADDRESSES = {"email": "ana@example.com", "phone": "+61412345678"}


@pytest.fixture
def speaker(both) -> Speaker:
    return SpeakerFactory(claims=ADDRESSES, contact_id=ContactFactory().id)


@pytest.fixture
def here(speaker) -> int:
    hub = HubFactory().id
    told(speaker, hub, {"mail": ADDRESSES["email"]})
    return hub


def told(speaker: Speaker, hub_id: int, values: dict[str, object]) -> None:
    with transaction() as session:
        session.add(Told(speaker_id=speaker.id, hub_id=hub_id, values=values))


def test_who_told_nobody_else_anything_is_forgotten(speaker, here):
    leaving.leave([speaker.id], here)
    db.session.refresh(speaker)
    assert (speaker.claims, speaker.contact_id, speaker.standing) == ({}, None, "gone")
    assert db.session.get(Told, (speaker.id, here)) is None


def test_of_who_played_elsewhere_the_addresses_stay_that_were_said_there(speaker, here):
    play = PlayFactory(speaker_id=speaker.id, contact_id=speaker.contact_id)
    told(speaker, play.hub_id, {"tel": ADDRESSES["phone"]})
    leaving.leave([speaker.id], here)
    db.session.expire_all()
    assert speaker.claims == {"phone": ADDRESSES["phone"]}
    assert (speaker.contact_id, speaker.standing) == (play.contact_id, "claimed")
    assert speaker.ended_at is not None
    assert db.session.get(Told, (speaker.id, play.hub_id)) is not None


def test_where_no_address_was_said_it_is_nobody(speaker, here):
    play = PlayFactory(speaker_id=speaker.id, contact_id=speaker.contact_id)
    submission = SubmissionFactory(play=play, values={"first_name": "Ana"})
    leaving.leave([speaker.id], here)
    db.session.expire_all()
    assert (speaker.claims, speaker.contact_id, speaker.standing) == ({}, None, "claimed")
    assert (play.contact_id, submission.contact_id) == (None, None)
    assert submission.values == {"first_name": "Ana"}
