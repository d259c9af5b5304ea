"""Who comes by the link in a Braze message, and whose profile gets what they tell."""

from __future__ import annotations

import time
from urllib.parse import urlsplit

import pytest
from sqlalchemy import select

from hubapp.core.mapping import FieldMapping, MappingRow
from hubapp.doors.database import transaction
from hubapp.extensions import db
from hubapp.models import Connection, ContactValue, Delivery, Speaker
from hubapp.services import integrations
from hubapp.services.editing import forms, versions
from hubapp.services.visiting import stamps
from hubapp.work import sweep
from tests.services.visiting.visits import submissions
from tests.support.application import make_hub, stamp_in
from tests.support.forms import by_id
from tests.support.liquid import rendered

HUB = "/h/summer-kick-off/"
ANA, BEN = "ana@example.com", "ben@example.com"
ROWS = (
    MappingRow("field.email", "attribute.email"),
    MappingRow("field.first_name", "attribute.first_name"),
    MappingRow("card.poll.answer", "custom.summer_spot"),
)


@pytest.fixture
def hub(both, sandbox, monkeypatch):
    """Users are identified by their external id, which only the form of one card asks for."""
    monkeypatch.setattr(stamps, "FASTEST", 0)
    hub = make_hub(sandbox.url)
    fields = [
        {"kind": "email", "key": "email", "label": "Email"},
        {"kind": "first_name", "key": "first_name", "label": "First name"},
    ]
    who = {"kind": "hidden", "key": "who", "options": {"parameter": "external_id"}}
    form = {"placement": "end", "fields": by_id(*fields, who)}
    forms.save_form(hub.id, None, "draw", form)
    forms.save_form(hub.id, None, "wheel", {"placement": "start", "fields": by_id(*fields)})
    versions.publish(hub.id, None)
    with transaction():
        connection = db.session.scalars(select(Connection)).one()
        mapping = FieldMapping("external_id", "field.who", "Took part", ROWS)
        connection.mapping = mapping.to_json()
    integrations.make_link_key(hub, "braze")
    return hub


@pytest.fixture
def browser(both):
    return both.test_client


def mailed(hub, user_id: str, email: str) -> str:
    """The address in the mail of somebody, as Braze makes it."""
    connection = integrations.connection_of(hub.id, "braze")
    text = integrations.message_link(hub, connection)
    found = urlsplit(rendered(text, user_id, email, str(int(time.time()))))
    return f"{found.path}?{found.query}"


def enter(client, email: str, card: str = "enter-the-draw", name: str = "") -> None:
    stamp = stamp_in(client.get(f"{HUB}{card}/").text)
    form = {"stamp": stamp, "f-email": email, "f-first_name": name}
    assert client.post(f"{HUB}{card}/", data=form).status_code == 303


def vote(client) -> None:
    page = client.get(f"{HUB}summer-spot/").text
    form = {"stamp": stamp_in(page), "step": "0", "answer": "p1"}
    assert client.post(f"{HUB}summer-spot/", data=form).status_code == 303


def deliver() -> None:
    for _ in range(3):
        sweep.sweep()


def profile(sandbox, user_id: str) -> dict | None:
    deliver()
    return sandbox.profile(user_id)


def standings() -> list[str]:
    return list(db.session.scalars(select(Speaker.standing).order_by(Speaker.id)))


def test_every_card_of_the_visit_goes_to_the_profile_of_the_link(hub, browser, sandbox):
    """F04, and an anonymous vote: none of them asks who it is."""
    phone = browser()
    phone.get(mailed(hub, "ana+1", ANA), follow_redirects=True)
    vote(phone)
    enter(phone, ANA, "spin-to-win", "Ana")
    found = profile(sandbox, "ana+1")
    assert found["custom_attributes"]["summer_spot"]
    assert (found["first_name"], found["email"]) == ("Ana", ANA)
    assert standings() == ["verified"]
    # The vote went once, though the form after it says who it was.
    assert len(db.session.scalars(select(Delivery)).all()) == 2


def test_two_people_on_one_device_and_one_of_them_came_by_a_link(hub, browser, sandbox):
    tablet = browser()
    tablet.get(mailed(hub, "ana", ANA), follow_redirects=True)
    enter(tablet, ANA, name="Ana")
    enter(tablet, BEN, name="Ben")
    vote(tablet)
    found = profile(sandbox, "ana")
    assert (found["first_name"], found["email"]) == ("Ana", ANA)
    assert "summer_spot" not in found.get("custom_attributes", {})
    assert standings() == ["gone", "claimed"]


def test_whoever_answers_somebody_elses_mail_with_their_own_address(hub, browser, sandbox):
    """A forwarded mail: nothing goes to the profile of who got it first."""
    phone = browser()
    phone.get(mailed(hub, "ana", ANA), follow_redirects=True)
    enter(phone, BEN, name="Ben")
    vote(phone)
    assert profile(sandbox, "ana") is None


def test_without_a_signature_it_is_sent_and_only_said(hub, browser, sandbox):
    phone = browser()
    phone.get(f"{HUB}?external_id=ana", follow_redirects=True)
    enter(phone, ANA, name="Ana")
    assert profile(sandbox, "ana")["first_name"] == "Ana"
    assert standings() == ["claimed"]


def test_the_next_mail_on_the_same_phone_is_the_next_person(hub, browser, sandbox):
    phone = browser()
    phone.get(mailed(hub, "ana", ANA), follow_redirects=True)
    vote(phone)
    phone.get(mailed(hub, "ben", BEN), follow_redirects=True)
    enter(phone, BEN, name="Ben")
    assert "first_name" not in profile(sandbox, "ana")
    ben = profile(sandbox, "ben")
    assert (ben["first_name"], ben.get("custom_attributes", {})) == ("Ben", {})


def test_not_you_takes_the_link_away(hub, browser, sandbox):
    tablet = browser()
    tablet.get(mailed(hub, "ana", ANA), follow_redirects=True)
    enter(tablet, ANA)
    page = tablet.get(f"{HUB}summer-spot/").text
    assert "Not you?" in page
    tablet.post(f"{HUB}summer-spot/not-you", data={"stamp": stamp_in(page)})
    vote(tablet)
    assert "summer_spot" not in profile(sandbox, "ana").get("custom_attributes", {})


def test_an_admin_may_say_that_it_is_the_same_person_whose_address_stays(hub, browser, sandbox):
    integrations.choose_link_person(hub, "braze", same=True)
    phone = browser()
    phone.get(mailed(hub, "ana", ANA), follow_redirects=True)
    enter(phone, ANA, name="Ana")
    enter(phone, BEN, name="Annie")
    # With its form at the start: what is played after it tells of its form again.
    enter(phone, BEN, "spin-to-win")
    vote(phone)
    found = profile(sandbox, "ana")
    assert (found["first_name"], found["email"]) == ("Annie", ANA)
    assert found["custom_attributes"]["summer_spot"]
    assert standings() == ["verified"]
    sent = [row.record["values"] for row in db.session.scalars(select(Delivery))]
    assert BEN not in str(sent)
    typed = [row.values["email"] for row in submissions()]
    assert typed == [ANA, BEN, BEN]
    known = db.session.scalars(select(ContactValue.value).where(ContactValue.key == "email")).all()
    assert known == [ANA]


def test_it_stays_another_person_where_only_the_address_says_who_it_is(hub, browser, sandbox):
    integrations.choose_link_person(hub, "braze", same=True)
    with transaction():
        connection = db.session.scalars(select(Connection)).one()
        mapping = FieldMapping("email", "field.email", "Took part", ROWS)
        connection.mapping = mapping.to_json()
    phone = browser()
    phone.get(mailed(hub, "ana", ANA), follow_redirects=True)
    enter(phone, BEN, name="Ben")
    assert profile(sandbox, f"email:{BEN}")["first_name"] == "Ben"
