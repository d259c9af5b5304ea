"""A typed address says whose a submission is, and no more."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from hubapp.extensions import db
from hubapp.models import Contact, Submission
from hubapp.models.columns import now
from hubapp.services.people.contacts import _is_same
from hubapp.services.visiting import stamps
from hubapp.work import sweep
from tests.support.application import make_hub, stamp_in

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
