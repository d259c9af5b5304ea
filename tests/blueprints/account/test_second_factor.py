"""The second factor, by its screens."""

from __future__ import annotations

import re

import pytest
from passlib.totp import TOTP

from hubapp.doors.database import transaction
from hubapp.models import SecondFactor, Workspace
from tests.blueprints.page import page_of
from tests.support.application import PASSWORD


def phone(page) -> TOTP:
    """That has scanned the page."""
    key = re.search(r"<code>([A-Z2-7 ]+)</code>", page.text)[1].replace(" ", "")
    return TOTP(key=key, format="base32")


def codes_in(page) -> list[str]:
    return re.findall(r"<code>([a-z0-9-]{19})</code>", page.text)


def turn_on(client, password: str = PASSWORD):
    code = phone(client.get("/account/second-factor")).generate().token
    return client.post("/account/second-factor", data={"code": code, "password": password})


@pytest.fixture
def editor(signed_in):
    return signed_in("editor")


@pytest.fixture
def codes(editor) -> list[str]:
    """The editor has turned it on; their recovery codes."""
    return codes_in(turn_on(editor))


def log_in(client, password: str = PASSWORD, **query: str):
    typed = {"email": "editor-1@example.com", "password": password}
    return client.post("/login", data=typed, query_string=query)


def inside(client) -> bool:
    return client.get("/hubs/").status_code == 200


def test_from_the_account_to_the_codes(editor):
    assert "/account/second-factor" in page_of(editor.get("/account")).links
    page = turn_on(editor)
    assert len(codes_in(page)) == 10
    assert "no-store" in page.headers["Cache-Control"]
    words = page_of(editor.get("/account")).words
    assert "It is on. 10 recovery codes are left." in words
    assert editor.get("/account/second-factor").location == "/account"


def test_what_does_not_fit_keeps_the_same_picture(editor):
    before = phone(editor.get("/account/second-factor")).key
    page = editor.post("/account/second-factor", data={"code": "000000", "password": PASSWORD})
    assert "That code does not fit" in page_of(page).words
    assert phone(page).key == before
    assert "not your password" in page_of(turn_on(editor, "wrong")).words


def test_what_is_set_up_is_not_readable_in_the_cookie(app, editor):
    key = phone(editor.get("/account/second-factor")).base32_key
    cookie = editor.get_cookie("session").value
    with editor.session_transaction() as session:
        assert key not in str(dict(session))
    assert key not in cookie


def test_the_password_alone_is_half_the_way(app, client, codes):
    reply = log_in(client, next="/hubs/new")
    assert reply.location.startswith("/log-in/code")
    assert not inside(client)
    page = client.post(reply.location, data={"code": "000000"})
    assert "That code does not fit" in page_of(page).words
    assert not inside(client)
    assert client.post(reply.location, data={"code": codes[0]}).location == "/hubs/new"
    assert inside(client)


@pytest.mark.parametrize("wanted", ["https://evil.example/", "//evil.example/"])
def test_nobody_is_sent_elsewhere_behind_the_code(client, codes, wanted):
    log_in(client)
    at = f"/log-in/code?next={wanted}"
    assert client.post(at, data={"code": codes[0]}).location == "/hubs/"


def test_who_is_remembered_is_so_with_the_code(client, codes):
    typed = {"email": "editor-1@example.com", "password": PASSWORD, "remember": "y"}
    assert client.get_cookie("remember_token") is None
    client.post("/login", data=typed)
    assert client.get_cookie("remember_token") is None
    client.post("/log-in/code", data={"code": codes[0]})
    assert client.get_cookie("remember_token") is not None


def test_without_the_password_no_code_is_asked_for(client, codes):
    for reply in (client.get("/log-in/code"), client.post("/log-in/code", data={"code": codes[0]})):
        assert reply.location == "/login"
    log_in(client, "wrong password")
    assert client.get("/log-in/code").location == "/login"


def test_the_code_must_follow_within_ten_minutes(app, client, codes):
    log_in(client)
    with client.session_transaction() as session:
        mark, since, remember = session["half_logged_in"]
        session["half_logged_in"] = [mark, since - 601, remember]
    assert client.post("/log-in/code", data={"code": codes[0]}).location == "/login"


def test_codes_are_guessed_slowly(app, client, codes):
    app.extensions["settings"].rate_limit_account = "3 per hour"
    log_in(client)
    found = [client.post("/log-in/code", data={"code": "1"}).status_code for _ in range(4)]
    assert found == [200, 200, 200, 429]


def test_turning_it_off_asks_for_the_password(editor, codes, client):
    for action in ("off", "codes"):
        page = editor.post(f"/account/second-factor/{action}", data={"password_of_factor": "x"})
        assert "not your password" in page_of(page).words
    fresh = editor.post("/account/second-factor/codes", data={"password_of_factor": PASSWORD})
    assert not set(codes_in(fresh)) & set(codes)
    off = editor.post("/account/second-factor/off", data={"password_of_factor": PASSWORD})
    assert off.location == "/account"
    assert log_in(client).location == "/hubs/"


@pytest.fixture
def asked(app, workspace):
    """Every member needs one."""
    with transaction() as session:
        session.get_one(Workspace, workspace.id).asks_second_factor = True


def test_who_lacks_what_the_workspace_asks_for_gets_nowhere_else(asked, editor):
    for address in ("/hubs/", "/hubs/new", "/contacts/", "/account"):
        assert editor.get(address).location == "/account/second-factor"
    assert editor.post("/hubs/new", data={"name": "x"}).location == "/account/second-factor"
    words = page_of(editor.get("/account/second-factor")).words
    assert "Acme asks its members for a second factor." in words
    turn_on(editor)
    assert inside(editor)


def test_an_owner_asks_every_member(app, signed_in, workspace):
    owner, admin = signed_in("owner"), signed_in("admin")
    refused = owner.post("/members/second-factor", data={"asks": "y"})
    assert "Set up your own second factor first" in page_of(refused).words
    turn_on(owner)
    assert owner.post("/members/second-factor", data={"asks": "y"}).location == "/members"
    assert admin.get("/members").location == "/account/second-factor"
    turn_on(admin)
    assert admin.post("/members/second-factor").status_code == 403
    words = page_of(owner.get("/members")).words
    assert "admin-1@example.com" in words
    owner.post("/members/second-factor", data={})
    with transaction() as session:
        session.query(SecondFactor).delete()
    assert inside(admin)
