"""A typed address says whose a submission is, and no more."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from hubapp.core.snapshot import FieldSnapshot
from hubapp.doors.database import transaction
from hubapp.extensions import db
from hubapp.models import Consent, Contact, Play, Speaker, Submission
from hubapp.models.columns import now
from hubapp.services.people.contacts import Named, _is_same, name
from hubapp.services.people.remembering import told
from tests.support.factories import (
    ContactFactory,
    HubFactory,
    PlayFactory,
    SpeakerFactory,
    SubmissionFactory,
    VisitorFactory,
)

ANA, BEN = "ana@example.com", "ben@example.com"
PHONE, OTHER_PHONE = "+61412345678", "+61400000000"
FIELDS = tuple(
    FieldSnapshot(key, kind, key, "", options={"wording": "x"})
    for kind, key in (
        ("email", "email"),
        ("phone", "phone"),
        ("first_name", "first_name"),
        ("consent", "news"),
    )
)


@pytest.fixture
def hub(both):
    return HubFactory()


@pytest.fixture
def speaker(hub) -> Speaker:
    return browser(hub)


def browser(hub) -> Speaker:
    """Who speaks on a browser of their own."""
    return SpeakerFactory(visitor=VisitorFactory(workspace_id=hub.workspace_id))


def tell(hub, speaker: Speaker, **values: object) -> Named:
    with transaction():
        return name(speaker, (hub.workspace_id, hub.id), FIELDS, values)


def speaks(**claims: str) -> Speaker:
    return Speaker(claims=claims, last_at=now())


@pytest.mark.parametrize(
    ("before", "given", "same"),
    [
        ({}, {"email": ANA}, True),
        ({"email": ANA}, {"email": ANA}, True),
        ({"email": ANA}, {"email": BEN}, False),
        ({"email": ANA, "phone": PHONE}, {"email": ANA, "phone": OTHER_PHONE}, True),
        ({"email": ANA, "phone": PHONE}, {"email": BEN, "phone": PHONE}, False),
        ({"phone": PHONE}, {"phone": OTHER_PHONE}, False),
        ({"phone": PHONE}, {"email": ANA, "phone": PHONE}, True),
        ({"email": ANA}, {"phone": PHONE}, True),
        ({"email": ANA}, {}, True),
    ],
)
def test_who_is_the_same_within_a_sitting(before, given, same):
    assert _is_same(speaks(**before), given) is same


def test_without_anything_in_common_half_an_hour_of_silence_parts_two():
    speaker = speaks(email=ANA)
    speaker.last_at -= timedelta(minutes=31)
    assert _is_same(speaker, {"email": ANA})
    assert not _is_same(speaker, {"phone": PHONE})
    assert not _is_same(speaker, {})


def test_whoever_names_another_address_is_another_person_of_whom_nothing_is_known(hub, speaker):
    ana = tell(hub, speaker, email=ANA, first_name="Ana")
    ben = tell(hub, ana.speaker, email=BEN)
    assert ben.speaker is not ana.speaker
    assert (ana.contact.email, ben.contact.email) == (ANA, BEN)
    assert told(ben.speaker.id, hub.id) == {"email": BEN}
    assert told(ana.speaker.id, hub.id) == {"email": ANA, "first_name": "Ana"}


def test_the_same_address_from_two_browsers_is_one_contact_with_two_who_speak(hub):
    first, second = (tell(hub, browser(hub), email=ANA) for _ in range(2))
    assert first.contact is second.contact
    assert first.speaker is not second.speaker
    assert (first.first, second.first) == (True, True)
    assert not tell(hub, first.speaker, email=ANA).first


def test_what_is_told_to_one_hub_no_other_hears(hub, speaker):
    other = HubFactory(workspace_id=hub.workspace_id, slug="other")
    tell(hub, speaker, email=ANA, first_name="Ana")
    assert told(speaker.id, other.id) == {}
    tell(other, speaker, email=ANA)
    assert told(speaker.id, other.id) == {"email": ANA}
    assert told(None, hub.id) == {}


def test_a_phone_alone_says_whose_it_is_and_is_lent_nothing(hub, speaker):
    ana = ContactFactory(workspace_id=hub.workspace_id, phone=PHONE, email=ANA)
    named = tell(hub, speaker, phone=PHONE)
    assert named.contact is ana
    assert (speaker.claims, told(speaker.id, hub.id)) == ({"phone": PHONE}, {"phone": PHONE})


def test_a_phone_never_joins_two_addresses(hub, speaker):
    ContactFactory(workspace_id=hub.workspace_id, phone=PHONE, email=ANA)
    ben = tell(hub, speaker, email=BEN).contact
    assert tell(hub, speaker, phone=PHONE).contact is ben


def test_with_an_email_only_the_email_says_who_it_is(hub, speaker):
    ContactFactory(workspace_id=hub.workspace_id, phone=PHONE, email=ANA)
    cleo = tell(hub, speaker, email="c@example.com", phone=PHONE).contact
    assert (cleo.email, cleo.phone) == ("c@example.com", PHONE)


def test_whoever_gave_a_phone_and_then_an_email_is_one_contact(hub, speaker):
    first = tell(hub, speaker, phone=PHONE).contact
    assert tell(hub, speaker, email=ANA).contact is first
    assert (first.email, first.phone) == (ANA, PHONE)


def test_an_email_that_somebody_has_is_theirs_and_no_second_contact(hub, speaker):
    ana = ContactFactory(workspace_id=hub.workspace_id, email=ANA)
    by_phone = tell(hub, speaker, phone=PHONE).contact
    assert tell(hub, speaker, email=ANA).contact is ana
    assert by_phone.email is None


def test_nobody_else_changes_what_somebody_has_said_to_be(hub, speaker):
    mine = tell(hub, speaker, phone=PHONE).contact
    tell(hub, browser(hub), phone=PHONE)
    # Two speak for this phone: the email of one of them is not the other's.
    assert tell(hub, speaker, email=ANA).contact is not mine
    theirs = tell(hub, browser(hub), email=BEN, phone=PHONE).contact
    tell(hub, browser(hub), email=BEN, phone=OTHER_PHONE)
    assert theirs.phone == PHONE


def test_nobody_is_known_from_another_workspace(hub, speaker):
    elsewhere = ContactFactory(email=ANA)
    assert tell(hub, speaker, email=ANA).contact is not elsewhere


def test_what_is_left_empty_takes_nothing_back(hub, speaker):
    tell(hub, speaker, email=ANA, phone=PHONE, first_name="Ana")
    contact = tell(hub, speaker, email=ANA, phone=None, first_name=None).contact
    assert (contact.email, contact.phone) == (ANA, PHONE)
    assert told(speaker.id, hub.id)["first_name"] == "Ana"


def test_another_phone_beside_the_same_email_is_the_same_person_with_a_new_phone(hub, speaker):
    tell(hub, speaker, email=ANA, phone=PHONE)
    named = tell(hub, speaker, email=ANA, phone=OTHER_PHONE)
    assert (named.speaker, named.contact.phone) == (speaker, OTHER_PHONE)


def test_a_consent_lasts_with_its_submission_and_not_with_its_person(hub, speaker):
    tell(hub, speaker, email=ANA, news=True)
    assert told(speaker.id, hub.id) == {"email": ANA}


def test_without_an_address_nobody_has_said_who_they_are(hub, speaker):
    named = tell(hub, speaker, first_name="Ana")
    assert (named.contact, named.first) == (None, False)
    assert db.session.scalars(select(Contact)).all() == []


def test_once_said_all_that_came_before_is_theirs(hub, speaker):
    play = PlayFactory(speaker_id=speaker.id, contact_id=None)
    submission = SubmissionFactory(play=play, contact_id=None)
    strangers = PlayFactory(contact_id=None)
    with transaction() as session:
        of = {"submission_id": submission.id, "version_id": play.version_id}
        session.add(Consent(contact_id=None, field_key="news", wording="x", given=True, **of))
    ana = tell(hub, speaker, email=ANA).contact
    db.session.expire_all()
    for table in (Submission, Consent):
        assert db.session.scalars(select(table.contact_id)).all() == [ana.id]
    assert db.session.get(Play, play.id).contact_id == ana.id
    assert db.session.get(Play, strangers.id).contact_id is None
