"""Who belongs to a workspace, by its screens."""

from __future__ import annotations

import email
import email.policy
import re

import pytest
from sqlalchemy import select

from hubapp.extensions import db
from hubapp.models import Member, User
from tests.blueprints.page import page_of

PASSWORD = "another horse battery"
BOB = "bob@example.com"


@pytest.fixture
def link(app):
    """The address of the invitation in the newest mail."""

    def read() -> str:
        mail = sorted((app.extensions["settings"].data_dir / "mail").iterdir())[-1]
        said = email.message_from_bytes(mail.read_bytes(), policy=email.policy.default)
        return re.search(r"http://127.0.0.1:8000(/invitations/\S+)", said.get_content())[1]

    return read


@pytest.fixture
def admin(signed_in, owner):
    return signed_in("admin")


def invite(client, to: str = BOB, role: str = "editor"):
    return client.post("/members/invite", data={"email": to, "role": role})


def id_of(address: str) -> int:
    query = select(Member.id).join(Member.user).where(User.email == address)
    return db.session.scalars(query).one()


def test_from_an_invitation_to_a_hub(app, admin, link):
    assert invite(admin).location == "/members"
    words = page_of(admin.get("/members")).words
    assert "An invitation is on its way to bob@example.com." in words
    assert "bob@example.com Invited today" in words
    bob = app.test_client()
    assert "You were invited as bob@example.com." in page_of(bob.get(link())).words
    chosen = {"password": PASSWORD, "password_confirm": PASSWORD}
    assert bob.post(link(), data=chosen).location == "/login"
    bob.post("/login", data={"email": BOB, "password": PASSWORD})
    assert "Acme" in bob.get("/hubs/").text
    assert bob.get("/hubs/new").status_code == 200
    assert bob.get("/members").status_code == 403


def test_who_has_an_account_joins_and_is_in_that_workspace(admin, link, signed_in):
    stranger = signed_in("stranger")
    invite(admin, "stranger-1@example.com")
    assert "Elsewhere" in stranger.get("/hubs/").text
    assert "Join" in page_of(stranger.get(link())).words
    assert stranger.post(link()).location == "/hubs/"
    assert "Acme" in stranger.get("/hubs/").text


def test_who_is_logged_out_is_sent_to_log_in_and_back(app, admin, link, signed_in):
    signed_in("stranger")
    invite(admin, "stranger-1@example.com")
    links = page_of(app.test_client().get(link())).links
    assert f"/login?next={link()}" in links


def test_a_link_for_somebody_else_says_for_whom(admin, link, signed_in):
    invite(admin)
    editor = signed_in("editor")
    words = page_of(editor.get(link())).words
    assert "for bob@example.com, and you are logged in as editor-1@example.com" in words
    editor.post(link())
    assert db.session.scalars(select(User).where(User.email == BOB)).all() == []


def test_a_link_that_is_gone_says_so(client):
    assert client.get("/invitations/gone").location == "/login"
    assert "more than a week old" in client.get("/login").text
    typed = {"password": PASSWORD, "password_confirm": PASSWORD}
    assert client.post("/invitations/gone", data=typed).location == "/login"


def test_what_is_refused_keeps_what_was_typed(admin):
    page = page_of(invite(admin, "bob", "analyst"))
    assert "bob is not an email address." in page.words
    assert (page.values["email"], page.values["role"]) == ("bob", "analyst")
    page = page_of(invite(admin, BOB, "owner"))
    assert "Choose a role that you may give." in page.words


def test_taking_an_invitation_back(admin, link, client):
    invite(admin)
    (action,) = re.findall(r"/members/invitations/\d+/take-back", admin.get("/members").text)
    assert admin.post(action).location == "/members"
    assert client.get(link()).status_code == 302


def test_a_role_is_changed_and_a_member_logged_out_and_removed(admin, signed_in):
    editor = signed_in("editor")
    at = f"/members/{id_of('editor-1@example.com')}"
    admin.post(f"{at}/role", data={"role": "analyst"})
    assert editor.get("/hubs/new").status_code == 403
    admin.post(f"{at}/log-out")
    assert editor.get("/hubs/").status_code == 302
    admin.post(f"{at}/remove")
    words = page_of(admin.get("/members")).words
    assert "editor-1@example.com is no longer a member." in words


@pytest.mark.parametrize("what", ["role", "log-out", "remove"])
def test_an_admin_does_nothing_to_an_owner_and_is_told(admin, owner, what):
    admin.post(f"/members/{id_of('owner@example.com')}/{what}", data={"role": "analyst"})
    assert "Only an owner changes what an owner may do." in admin.get("/members").text
    assert id_of("owner@example.com")


def test_an_owner_lets_hubs_share_and_an_admin_may_not(signed_in, admin):
    there = signed_in("owner")
    there.post("/members/sharing", data={"shares": "1"})
    page = there.get("/members").text
    assert "What hubs share" in page
    assert re.search(r'name="shares"[^>]*checked', page)
    assert admin.post("/members/sharing", data={}).status_code == 403
