"""Who said what on which browser, as visitors do it."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from hubapp.doors.database import transaction
from hubapp.extensions import db
from hubapp.models import Connection, Contact, Delivery, Play, Speaker, Submission
from hubapp.models.columns import now
from hubapp.services import visiting
from hubapp.services.visiting import stamps
from hubapp.work import sweep
from tests.support.application import make_hub, stamp_in
from tests.support.brands import another_brand

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


def vote(client) -> str:
    stamp = stamp_in(client.get(f"{HUB}summer-spot/").text)
    reply = client.post(f"{HUB}summer-spot/", data={"stamp": stamp, "step": "0", "answer": "p1"})
    return reply.location


def spin(client, email: str) -> str:
    """The start form of the wheel; the address of the play."""
    page = client.get(f"{HUB}spin-to-win/").text
    form = {"stamp": stamp_in(page), "f-email": email}
    return client.post(f"{HUB}spin-to-win/", data=form).location


def cookie(client) -> str:
    return client.get_cookie("hubapp_visitor").value


def contacts() -> dict[str, Contact]:
    db.session.expire_all()
    return {each.email: each for each in db.session.scalars(select(Contact))}


def deliver(sandbox, email: str) -> dict:
    for _ in range(3):
        sweep.sweep()
    return sandbox.profile(f"alias:email/{email}")


def test_two_people_on_one_device_stay_two(hub, browser, sandbox):
    tablet = browser()
    enter(tablet, ANA, **{"f-first_name": "Ana", "f-country": "AU"})
    enter(tablet, BEN, born=["3", "4", "1985"])
    vote(tablet)
    assert set(contacts()) == {ANA, BEN}
    ben = deliver(sandbox, BEN)
    assert "first_name" not in ben
    assert ben["custom_attributes"]["summer_spot"]
    assert "summer_spot" not in deliver(sandbox, ANA)["custom_attributes"]


def test_a_stranger_who_types_a_known_address_gets_nothing_of_theirs(hub, browser):
    ana, stranger = browser(), browser()
    mine = enter(ana, ANA, **{"f-first_name": "Ana"})
    enter(stranger, ANA, **{"f-first_name": "Mallory"})
    assert cookie(stranger) != cookie(ana)
    assert "Ana" not in stranger.get(mine).text
    owners = db.session.scalars(select(Submission.contact_id)).all()
    assert owners == [contacts()[ANA].id] * 2


def test_not_you_begins_anew_and_shows_nothing_of_the_one_before(hub, browser, sandbox):
    tablet = browser()
    entered = enter(tablet, ANA, **{"f-first_name": "Ana"})
    page = tablet.get(f"{HUB}summer-spot/").text
    assert "Not you?" in page
    assert ANA not in page
    assert "Ana" not in page
    leave = re.search(r'action="([^"]+not-you)"', page)[1]
    assert tablet.post(leave, data={"stamp": "forged"}).status_code == 400
    assert tablet.post(leave, data={"stamp": stamp_in(page)}).location == f"{HUB}summer-spot/"
    assert "Not you?" not in tablet.get(f"{HUB}summer-spot/").text
    # What the one before did is not theirs to see.
    assert "Somebody else played this" in tablet.get(entered).text
    vote(tablet)
    assert "summer_spot" not in deliver(sandbox, ANA)["custom_attributes"]


def test_nobody_is_asked_whether_it_is_them_before_they_have_said_so(hub, browser):
    tablet = browser()
    assert "Not you?" not in tablet.get(f"{HUB}summer-spot/").text
    vote(tablet)
    assert "Not you?" not in tablet.get(f"{HUB}summer-spot/").text
    stamp = {"stamp": stamp_in(tablet.get(f"{HUB}summer-spot/").text)}
    assert tablet.post(f"{HUB}summer-spot/not-you", data=stamp).status_code == 303
    assert browser().post(f"{HUB}summer-spot/not-you", data=stamp).status_code == 303


def test_a_vote_from_before_goes_with_whoever_says_who_they_are(hub, browser, sandbox):
    tablet = browser()
    vote(tablet)
    for _ in range(3):
        sweep.sweep()
    assert sandbox.state()["profiles"] == []
    assert "Your answers so far go with it." in tablet.get(f"{HUB}enter-the-draw/").text
    enter(tablet, ANA)
    assert "Your answers so far" not in tablet.get(f"{HUB}enter-the-draw/").text
    assert deliver(sandbox, ANA)["custom_attributes"]["summer_spot"]
    assert {each.contact_id for each in db.session.scalars(select(Play))} == {contacts()[ANA].id}
    # Once: naming it again tells nothing anew.
    before = db.session.query(Delivery).count()
    enter(tablet, ANA)
    assert db.session.query(Delivery).count() == before + 1


def test_a_vote_of_an_hour_ago_may_be_somebody_elses(hub, browser, sandbox):
    tablet = browser()
    vote(tablet)
    with transaction() as session:
        session.execute(update(Speaker).values(last_at=now() - timedelta(hours=1)))
    enter(tablet, ANA)
    assert "summer_spot" not in deliver(sandbox, ANA)["custom_attributes"]


def test_the_address_of_a_play_shows_others_how_it_went_and_no_more(hub, browser):
    ana, friend = browser(), browser()
    quiz = f"{HUB}summer-quiz/"
    stamp = stamp_in(ana.get(quiz).text)
    where = ana.post(quiz, data={"stamp": stamp, "step": "0", "answer": "q1c1"}).location
    assert "Only they can see how it went." in friend.get(where).text
    # Nor can they go on with it.
    assert friend.post(where, data={"step": "1", "answer": "q2c1"}).location == where
    for step, answer in (("1", "q2c1"), ("2", "q3c0")):
        ana.post(where, data={"step": step, "answer": answer})
    ana.post(where, data={"f-email": ANA, "f-first_name": "Ana"})
    shown = friend.get(where).text
    assert "Score" in shown
    assert "Play it yourself" in shown
    assert "Ana" not in shown
    assert friend.post(where, data={"f-email": BEN}).location == where
    assert friend.get_cookie("hubapp_visitor") is None
    assert set(contacts()) == {ANA}


def test_a_browser_that_keeps_no_cookie_plays_to_the_end(hub, browser):
    """It says itself that our own page led here; a shared address is opened from elsewhere."""
    own = {"Sec-Fetch-Site": "same-origin"}
    quiz, client = f"{HUB}summer-quiz/", browser(use_cookies=False)
    stamp = stamp_in(client.get(quiz).text)
    first = {"stamp": stamp, "step": "0", "answer": "q1c1"}
    where = client.post(quiz, data=first, headers=own).location
    assert "Somebody else" not in client.get(where, headers=own).text
    for step, answer in (("1", "q2c1"), ("2", "q3c0")):
        client.post(where, data={"step": step, "answer": answer}, headers=own)
    client.post(where, data={"f-email": ANA}, headers=own)
    assert db.session.scalars(select(Submission.contact_id)).all() == [contacts()[ANA].id]
    assert "Somebody else" in client.get(where, headers={"Sec-Fetch-Site": "none"}).text
    referred = {"Referer": f"http://localhost{quiz}"}
    assert "Somebody else" not in client.get(where, headers=referred).text


def test_a_double_click_still_gets_one_cookie(hub, browser):
    first, second = browser(), browser()
    stamp = stamp_in(first.get(f"{HUB}summer-quiz/").text)
    for client in (first, second):
        client.post(f"{HUB}summer-quiz/", data={"stamp": stamp, "step": "0", "answer": "q1c1"})
    assert stamps.read_visitor(cookie(first)) == stamps.read_visitor(cookie(second))
    assert db.session.query(Play).count() == 1


def events(sandbox, email: str) -> int:
    return deliver(sandbox, email)["events"].get("hub_submission", {}).get("count", 0)


def play_wheel(client, where: str) -> None:
    client.post(where, data={"step": "0", "answer": "spin"})


def test_one_play_is_one_event(hub, browser, sandbox):
    client = browser()
    where = spin(client, ANA)
    # What the form told goes at once.
    assert deliver(sandbox, ANA)["email"] == ANA
    assert events(sandbox, ANA) == 0
    play_wheel(client, where)
    assert events(sandbox, ANA) == 1


def test_a_play_that_was_left_is_one_event_too_and_no_second_when_it_ends(hub, browser, sandbox):
    client = browser()
    where = spin(client, ANA)
    assert events(sandbox, ANA) == 0
    with transaction() as session:
        long_ago = now() - timedelta(minutes=31)
        session.execute(update(Play).values(created_at=long_ago))
        session.execute(update(Speaker).values(last_at=long_ago))
    visiting.end_left()
    visiting.end_left()
    assert events(sandbox, ANA) == 1
    play_wheel(client, where)
    assert events(sandbox, ANA) == 1
    assert deliver(sandbox, ANA)["custom_attributes"]["wheel_prize"]


def test_nobody_who_is_still_there_has_left(hub, browser):
    client = browser()
    spin(client, ANA)
    with transaction() as session:
        session.execute(update(Play).values(created_at=now() - timedelta(hours=2)))
    visiting.end_left()
    assert db.session.scalars(select(Play.left_at)).all() == [None]


def test_what_one_brand_was_told_another_does_not_send(hub, browser, sandbox):
    other = another_brand(hub, sandbox)
    client = browser()
    enter(client, ANA, **{"f-first_name": "Ana"})
    spot = f"/h/{other.slug}/summer-spot/"
    stamp = stamp_in(client.get(spot).text)
    client.post(spot, data={"stamp": stamp, "step": "0", "answer": "p1"})
    rows = db.session.scalars(
        select(Delivery).join(Connection).where(Connection.hub_id == other.id)
    ).all()
    assert rows == []
