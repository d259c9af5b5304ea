"""A device that many people use: each play is of somebody new, and nothing is left of it."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from hubapp.extensions import db
from hubapp.models import Contact, Delivery, Play, Visitor
from hubapp.services.visiting import stamps
from tests.support.application import make_hub, stamp_in

HUB = "/h/summer-kick-off/"
KIOSK = "/h/summer-kick-off/kiosk"
ANA, BEN = "ana@example.com", "ben@example.com"


@pytest.fixture
def hub(app, sandbox, monkeypatch):
    monkeypatch.setattr(stamps, "FASTEST", 0)
    return make_hub(sandbox.url)


@pytest.fixture
def tablet(hub, client):
    assert client.get(KIOSK).location == HUB
    return client


def enter(client, email: str) -> str:
    page = client.get(f"{HUB}enter-the-draw/").text
    form = {"stamp": stamp_in(page), "f-email": email, "f-date_of_birth": ["1", "2", "1990"]}
    return client.post(f"{HUB}enter-the-draw/", data=form).location


def vote(client) -> str:
    stamp = stamp_in(client.get(f"{HUB}summer-spot/").text)
    form = {"stamp": stamp, "step": "0", "answer": "p1"}
    return client.post(f"{HUB}summer-spot/", data=form).location


def count(table) -> int:
    return len(db.session.scalars(select(table.id)).all())


def test_each_play_is_of_somebody_new(tablet):
    first = enter(tablet, ANA)
    assert 'data-at="result"' in tablet.get(first).text
    page = tablet.get(f"{HUB}summer-spot/").text
    assert "Not you?" not in page
    vote(tablet)
    enter(tablet, BEN)
    assert count(Visitor) == 3
    # The vote between them is nobody's, and waits for nobody.
    assert count(Delivery) == 2
    owners = db.session.scalars(select(Play.contact_id).order_by(Play.id)).all()
    assert owners[1] is None
    assert count(Contact) == 2


def test_what_somebody_saw_is_gone_with_them(tablet):
    play = enter(tablet, ANA)
    tablet.get(KIOSK)
    ours = {"Sec-Fetch-Site": "same-origin"}
    assert "Somebody else played this" in tablet.get(play, headers=ours).text
    assert "Nothing is known" in tablet.get(f"{HUB}your-data").text


def test_a_second_click_finds_the_first(tablet):
    page = tablet.get(f"{HUB}summer-spot/").text
    form = {"stamp": stamp_in(page), "step": "0", "answer": "p1"}
    went = [tablet.post(f"{HUB}summer-spot/", data=form).location for _ in range(2)]
    assert (went[0] == went[1], count(Play)) == (True, 1)


def test_every_page_but_the_start_goes_back_by_itself(tablet, app):
    play = vote(tablet)
    for address in (f"{HUB}summer-spot/", play, f"{HUB}your-data"):
        assert f'data-back="{KIOSK}"' in tablet.get(address).text
    assert "data-back" not in tablet.get(HUB).text
    assert "data-back" not in app.test_client().get(f"{HUB}summer-spot/").text


def test_a_link_in_a_message_is_nobodys_there(tablet):
    tablet.get(f"{HUB}?external_id=7", follow_redirects=True)
    vote(tablet)
    assert db.session.scalars(select(Play.captured)).one() == {}


def test_it_ends_with_a_word_in_the_address(tablet):
    tablet.get(f"{KIOSK}?leave")
    enter(tablet, ANA)
    assert "Not you?" in tablet.get(f"{HUB}summer-spot/").text
    assert "data-back" not in tablet.get(f"{HUB}summer-spot/").text


def test_there_is_none_of_a_hub_that_is_not_there(client, app):
    assert client.get("/h/nowhere/kiosk").status_code == 404
