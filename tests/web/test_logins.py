"""A cookie is worth what the row behind it is worth."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from hubapp.extensions import db
from hubapp.models import Login, User
from tests.support.application import PASSWORD


def log_in(app, **more):
    client = app.test_client()
    given = {"email": "owner@example.com", "password": PASSWORD, **more}
    assert client.post("/login", data=given).status_code == 302
    return client


def inside(client) -> bool:
    return client.get("/hubs/").status_code == 200


def cookies(client) -> dict[str, str]:
    names = ("session", "remember_token")
    return {name: found.value for name in names if (found := client.get_cookie(name))}


def with_cookies(app, kept: dict[str, str]):
    client = app.test_client()
    for name, value in kept.items():
        client.set_cookie(name, value)
    return client


@pytest.mark.parametrize("remember", [{}, {"remember": "y"}])
def test_a_stolen_cookie_ends_with_the_log_in(both, owner, remember):
    client = log_in(both, **remember)
    stolen = cookies(client)
    assert len(stolen) == 1 + len(remember)
    assert inside(with_cookies(both, stolen))
    client.post("/log-out")
    for name, value in stolen.items():
        assert not inside(with_cookies(both, {name: value}))


def test_one_browser_logs_out_alone(both, owner):
    one, other = log_in(both), log_in(both)
    one.post("/log-out")
    assert not inside(one)
    assert inside(other)


def test_who_is_remembered_comes_back_without_a_session(both, owner):
    kept = cookies(log_in(both, remember="y"))
    back = with_cookies(both, {"remember_token": kept["remember_token"]})
    assert inside(back)
    assert inside(back)


def test_a_browser_is_remembered_for_30_days(app, owner):
    client = app.test_client()
    given = {"email": "owner@example.com", "password": PASSWORD, "remember": "y"}
    said = client.post("/login", data=given).headers.getlist("Set-Cookie")
    (kept,) = (each for each in said if each.startswith("remember_token="))
    lasts = db.session.scalars(select(Login)).one()
    assert (lasts.ends_at - lasts.created_at).days == 30
    assert f"Expires={lasts.ends_at:%a, %d %b %Y}" in kept
    assert "HttpOnly" in kept


def test_the_lasting_mark_of_an_account_opens_nothing(app, owner):
    """Earlier releases kept it in both cookies, and it could not be taken back."""
    client = app.test_client()
    with client.session_transaction() as session:
        session["_user_id"], session["_fresh"] = owner.fs_uniquifier, True
    assert not inside(client)


def test_no_request_logs_in_by_a_token_in_its_address(app, owner):
    with app.test_request_context():
        token = db.session.merge(owner).get_auth_token()
    client = app.test_client()
    assert client.get(f"/hubs/?auth_token={token}").status_code == 302
    assert client.get("/hubs/", headers={"Authentication-Token": token}).status_code == 302


def test_a_log_in_says_what_browser_it_is(app, owner):
    client = app.test_client()
    given = {"email": "owner@example.com", "password": PASSWORD}
    client.post("/login", data=given, headers={"User-Agent": "Linux Firefox/140.0"})
    assert db.session.scalars(select(Login.device)).one() == "Firefox, Linux"


def test_who_is_deleted_is_logged_out(both, owner):
    client = log_in(both)
    db.session.delete(db.session.get(User, owner.id))
    assert not inside(client)
