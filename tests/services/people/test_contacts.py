"""A typed address says whose a submission is, and no more."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from hubapp.core.snapshot import FieldSnapshot
from hubapp.doors.database import transaction
from hubapp.extensions import db
from hubapp.models import Consent, Contact, Submission
from hubapp.models.columns import now
from hubapp.services.people.contacts import Named, _is_same, contact_for, lasting, name
from hubapp.services.visiting import stamps
from hubapp.work import sweep
from tests.support.application import make_hub, stamp_in
from tests.support.factories import (
    ContactFactory,
    PlayFactory,
    SubmissionFactory,
    WorkspaceFactory,
)

HUB = "/h/summer-kick-off/"
ANA, BEN = "ana@example.com", "ben@example.com"


@pytest.fixture
def hub(both, sandbox, monkeypatch):
    monkeypatch.setattr(stamps, "FASTEST", 0)
    return make_hub(sandbox.url)


@pytest.fixture
def browser(both):
    return both.test_client


def enter(client, email: str, **more: object) -> str:
    """Fill in the entry form; the address of the play."""
    stamp = stamp_in(client.get(f"{HUB}enter-the-draw/").text)
    born = more.pop("born", ["1", "2", "1990"])
    form = {"stamp": stamp, "f-email": email, "f-date_of_birth": born, **more}
    return client.post(f"{HUB}enter-the-draw/", data=form).location


def vote(client) -> None:
    stamp = stamp_in(client.get(f"{HUB}summer-spot/").text)
    client.post(f"{HUB}summer-spot/", data={"stamp": stamp, "step": "0", "answer": "p1"})


def cookie(client) -> str:
    return client.get_cookie("hubapp_visitor").value


def contacts() -> dict[str, Contact]:
    db.session.expire_all()
    return {each.email: each for each in db.session.scalars(select(Contact)) if each.email}


def deliver(sandbox, email: str) -> dict:
    for _ in range(3):
        sweep.sweep()
    return sandbox.profile(f"alias:email/{email}")


def test_two_people_on_one_device_stay_two(hub, browser, sandbox):
    tablet = browser()
    enter(tablet, ANA, **{"f-first_name": "Ana", "f-country": "AU"})
    first = cookie(tablet)
    enter(tablet, BEN, born=["3", "4", "1985"])
    assert cookie(tablet) != first
    vote(tablet)
    found = contacts()
    assert set(found) == {ANA, BEN}
    assert found[ANA].properties["first_name"] == "Ana"
    assert found[ANA].properties["date_of_birth"] == "1990-02-01"
    assert "first_name" not in found[BEN].properties
    assert "country" not in found[BEN].properties
    ben = deliver(sandbox, BEN)
    assert "first_name" not in ben
    assert ben["custom_attributes"]["summer_spot"]
    assert "summer_spot" not in deliver(sandbox, ANA)["custom_attributes"]


def test_a_stranger_who_types_a_known_address_gets_nothing_of_theirs(hub, browser, sandbox):
    ana, stranger = browser(), browser()
    enter(ana, ANA, **{"f-first_name": "Ana"})
    before = dict(contacts()[ANA].properties)
    enter(stranger, ANA, **{"f-first_name": "Mallory"})
    assert cookie(stranger) != cookie(ana)
    assert contacts()[ANA].properties == before
    token = stamps.read_contact(cookie(stranger))
    speaker = db.session.scalars(select(Contact).where(Contact.token == token)).one()
    assert speaker.id != contacts()[ANA].id
    assert speaker.properties["first_name"] == "Mallory"


def test_the_same_address_from_two_browsers_is_one_person_with_two_submissions(hub, browser):
    for client in (browser(), browser()):
        enter(client, "MiXed@Example.com")
    (person,) = contacts().values()
    owners = db.session.scalars(select(Submission.contact_id)).all()
    assert owners == [person.id, person.id]


def test_a_shared_address_of_a_play_hands_out_nobodys_cookie(hub, browser):
    ana, friend = browser(), browser()
    quiz = f"{HUB}summer-quiz/"
    stamp = stamp_in(ana.get(quiz).text)
    where = ana.post(quiz, data={"stamp": stamp, "step": "0", "answer": "q1c1"}).location
    for step, answer in (("1", "q2c1"), ("2", "q3c0")):
        friend.post(where, data={"step": step, "answer": answer})
    assert friend.get_cookie("hubapp_visitor") is None
    friend.post(where, data={"f-email": BEN})
    assert cookie(friend) != cookie(ana)
    token = stamps.read_contact(cookie(ana))
    mine = db.session.scalars(select(Contact).where(Contact.token == token)).one()
    assert (mine.email, mine.properties) == (None, {})


def test_a_double_click_still_gets_its_own_cookie(hub, browser):
    first, second = browser(), browser()
    stamp = stamp_in(first.get(f"{HUB}summer-quiz/").text)
    for client in (first, second):
        client.post(f"{HUB}summer-quiz/", data={"stamp": stamp, "step": "0", "answer": "q1c1"})
    assert stamps.read_contact(cookie(first)) == stamps.read_contact(cookie(second))


def _contact(**values: object) -> Contact:
    return Contact(claims={}, properties={}, seen_at=now(), **values)


@pytest.mark.parametrize(
    ("before", "given", "same"),
    [
        ({}, {"email": ANA}, True),
        ({"email": ANA}, {"email": ANA}, True),
        ({"email": ANA}, {"email": BEN}, False),
        ({"email": ANA, "phone": "+61412345678"}, {"email": ANA, "phone": "+61400000000"}, True),
        ({"email": ANA, "phone": "+61412345678"}, {"email": BEN, "phone": "+61412345678"}, False),
        ({"phone": "+61412345678"}, {"phone": "+61400000000"}, False),
        ({"phone": "+61412345678"}, {"email": ANA, "phone": "+61412345678"}, True),
        ({"email": ANA}, {"phone": "+61412345678"}, True),
        ({"email": ANA}, {}, True),
    ],
)
def test_who_is_the_same_within_a_sitting(before, given, same):
    assert _is_same(_contact(**before), given) is same


def test_without_anything_in_common_half_an_hour_of_silence_parts_two():
    contact = _contact(email=ANA)
    contact.seen_at -= timedelta(minutes=31)
    assert _is_same(contact, {"email": ANA})
    assert not _is_same(contact, {"phone": "+61412345678"})
    assert not _is_same(contact, {})


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


def told(speaker: Contact, **values: object) -> Named:
    """What a form tells; the caller of ``name`` commits."""
    with transaction():
        return name(speaker, FIELDS, values)


def test_the_cookie_of_another_workspace_is_nobodys_here(both):
    elsewhere, here = ContactFactory(), WorkspaceFactory()
    with transaction():
        found = contact_for(here.id, elsewhere.token)
        again = contact_for(here.id, found.token)
        unknown = contact_for(here.id, None)
    assert found is again
    assert len({elsewhere.id, found.id, unknown.id}) == 3
    assert len({elsewhere.token, found.token, unknown.token}) == 3


@pytest.mark.parametrize(("minutes", "noted"), [(29, True), (31, False)])
def test_a_sitting_goes_on_as_long_as_nobody_is_silent_for_half_an_hour(app, minutes, noted):
    before = now() - timedelta(minutes=minutes)
    contact = ContactFactory(seen_at=before)
    with transaction():
        contact_for(contact.workspace_id, contact.token)
    # Whoever comes later may be somebody else: what they name will tell.
    assert (contact.seen_at > before) is noted


def test_a_phone_alone_says_whose_it_is(both):
    ana = ContactFactory(phone=PHONE, email=ANA)
    speaker = ContactFactory(workspace_id=ana.workspace_id)
    named = told(speaker, phone=PHONE)
    assert (named.speaker, named.person) == (speaker, ana)
    # What was ana's stays ana's, and is not lent to whoever types it.
    assert (speaker.email, speaker.phone, speaker.claims) == (None, None, {"phone": PHONE})


def test_a_phone_never_joins_two_addresses(both):
    ana = ContactFactory(phone=PHONE, email=ANA)
    ben = ContactFactory(workspace_id=ana.workspace_id, email=BEN, claims={"email": BEN})
    assert told(ben, phone=PHONE).person is ben


def test_with_an_email_only_the_email_says_who_it_is(both):
    ana = ContactFactory(phone=PHONE, email=ANA)
    cleo = told(ContactFactory(workspace_id=ana.workspace_id), email="c@example.com", phone=PHONE)
    assert cleo.person is cleo.speaker
    assert (cleo.person.email, cleo.person.phone) == ("c@example.com", PHONE)


def test_nobody_is_known_from_another_workspace(both):
    ContactFactory(email=ANA)
    speaker = ContactFactory()
    assert told(speaker, email=ANA).person is speaker


def test_what_is_left_empty_takes_nothing_back(app):
    contact = ContactFactory(email=ANA, phone=PHONE, properties={"first_name": "Ana"})
    told(contact, email=ANA, phone=None, first_name=None)
    assert (contact.email, contact.phone) == (ANA, PHONE)
    assert contact.properties == {"first_name": "Ana", "email": ANA}


def test_another_phone_beside_the_same_email_is_the_same_person_with_a_new_phone(app):
    contact = ContactFactory(email=ANA, phone=PHONE, claims={"email": ANA, "phone": PHONE})
    named = told(contact, email=ANA, phone=OTHER_PHONE)
    assert (named.speaker, named.person, contact.phone) == (contact, contact, OTHER_PHONE)


def test_a_consent_lasts_with_its_submission_and_not_with_its_person(app):
    play = PlayFactory()
    contact = db.session.get(Contact, play.contact_id)
    told(contact, first_name="Ana", news=True)
    assert contact.properties == {"first_name": "Ana"}
    # An earlier release kept it there.
    submission = SubmissionFactory(play=play)
    with transaction() as session:
        contact.properties = {"first_name": "Ana", "news": True}
        of = {"contact_id": contact.id, "submission_id": submission.id}
        at = {"version_id": play.version_id, "field_key": "news"}
        session.add(Consent(**of, **at, wording="x", given=True))
    assert lasting(contact) == {"first_name": "Ana"}
