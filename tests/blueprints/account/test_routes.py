"""Your account: the password, and where you are logged in."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from hubapp.extensions import db
from hubapp.models import Login
from tests.blueprints.page import page_of
from tests.support.application import PASSWORD

NEW = "another horse battery"


@pytest.fixture
def browsers(app, owner):
    """Two in which the owner is logged in."""
    return [log_in(app, name) for name in ("Windows Chrome/1", "Linux Firefox/1")]


def log_in(app, agent: str = "", password: str = PASSWORD):
    client = app.test_client()
    given = {"email": "owner@example.com", "password": password}
    client.post("/login", data=given, headers={"User-Agent": agent})
    return client


def inside(client) -> bool:
    return client.get("/hubs/").status_code == 200


def change(client, was: str = PASSWORD, new: str = NEW, again: str = ""):
    typed = {"was": was, "password": new, "password_confirm": again or new}
    return client.post("/account/password", data=typed)


def test_a_new_password_logs_every_other_browser_out(app, browsers):
    one, other = browsers
    assert change(one).location == "/account"
    assert "Your new password is saved" in one.get("/account").text
    assert inside(one)
    assert not inside(other)
    assert not inside(log_in(app))
    assert inside(log_in(app, password=NEW))


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"was": "wrong"}, "This is not your password."),
        ({"was": ""}, "This is not your password."),
        ({"new": "short"}, "at least 10 characters"),
        ({"again": NEW + "!"}, "The two passwords differ."),
    ],
)
def test_what_will_not_do_changes_nothing(app, browsers, typed, sentence):
    one, other = browsers
    page = change(one, **typed)
    assert sentence in page_of(page).words
    assert NEW not in page.text
    assert inside(other)
    assert inside(log_in(app))


def test_where_somebody_is_logged_in_can_be_seen_and_ended(app, browsers):
    one, other = browsers
    words = page_of(one.get("/account")).words
    assert "Chrome, Windows This browser, since today" in words
    assert "Firefox, Linux Last seen today" in words
    login_id = db.session.scalars(select(Login.id).where(Login.device == "Firefox, Linux")).one()
    assert one.post(f"/account/logins/{login_id}/log-out").location == "/account"
    assert inside(one)
    assert not inside(other)


def test_out_everywhere_is_out_here_as_well(browsers):
    one, other = browsers
    assert one.post("/account/log-out-everywhere").location == "/login"
    assert not inside(one)
    assert not inside(other)


def test_another_persons_browser_is_not_ended(app, browsers, signed_in):
    ids = db.session.scalars(select(Login.id)).all()
    stranger = signed_in("stranger")
    for login_id in ids:
        stranger.post(f"/account/logins/{login_id}/log-out")
    assert all(inside(each) for each in browsers)


def test_what_was_said_of_a_hub_is_said_here_when_this_page_comes_first(browsers):
    """Published in one tab, and the account looked at in another before that went on."""
    client = browsers[0]
    for address in ("/account", "/members", "/hubs/"):
        with client.session_transaction() as session:
            session["_flashes"] = [("live", "Version 1 is live.")]
        page = client.get(address)
        assert page.status_code == 200
        assert "Version 1 is live." in page.text


def reads(client, asked: str = "") -> str:
    """The language of the hub list, for a browser that asks for one."""
    page = client.get("/hubs/", headers={"Accept-Language": asked}).text
    return page.partition('<html lang="')[2][:2]


def test_a_member_reads_what_the_browser_asks_for_or_the_language_that_they_chose(browsers):
    one, other = browsers
    assert [reads(one, "ko-KR,en;q=0.5"), reads(one, "de-DE"), reads(one)] == ["ko", "en", "en"]
    assert one.post("/account/language", data={"language": "ko"}).location == "/account"
    assert "언어를 저장했습니다." in one.get("/account").text
    assert reads(one, "en") == reads(other, "en") == "ko"
    one.post("/account/language", data={"language": ""})
    assert reads(one, "en") == "en"


def test_a_language_that_nobody_here_speaks_is_refused(browsers):
    page = browsers[0].post("/account/language", data={"language": "tlh"}).text
    assert "Choose one of the languages in the list." in page
