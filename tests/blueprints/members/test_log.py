"""Who did what, as owners and admins read it."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from hubapp.extensions import db
from hubapp.models import AuditEntry, Member, User
from tests.blueprints.page import page_of
from tests.support.application import PASSWORD


def acts() -> list[tuple[str, str, str]]:
    rows = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id))
    return [(row.kind, row.by_email, row.about) for row in rows]


def id_of(address: str) -> int:
    query = select(Member.id).join(Member.user).where(User.email == address)
    return db.session.scalars(query).one()


def test_log_ins_and_what_was_refused(client, owner):
    here = {"REMOTE_ADDR": "2001:db8:1:2:3::4"}
    for email in ("Owner@example.com", "nobody@example.com"):
        client.post("/login", data={"email": email, "password": "no"}, environ_base=here)
    client.post("/login", data={"email": owner.email, "password": PASSWORD}, environ_base=here)
    assert acts() == [
        ("sign_in_refused", "", "owner@example.com"),
        ("signed_in", "owner@example.com", ""),
    ]
    words = page_of(client.get("/members/log")).words
    assert "Log-in refused: wrong password or code owner@example.com" in words
    assert "by nobody who is logged in, from 2001:db8:1:2::" in words


def test_what_is_done_to_members(signed_in, owner):
    admin = signed_in("admin")
    signed_in("editor")
    admin.post("/members/invite", data={"email": "bob@example.com", "role": "editor"})
    editor = f"/members/{id_of('editor-1@example.com')}"
    admin.post(f"{editor}/role", data={"role": "analyst"})
    admin.post(f"{editor}/log-out")
    admin.post(f"{editor}/remove")
    by = "admin-1@example.com"
    assert acts()[2:] == [
        ("invited", by, "bob@example.com: editor"),
        ("role_changed", by, "editor-1@example.com: analyst"),
        ("logged_out_by", by, "editor-1@example.com"),
        ("removed", by, "editor-1@example.com"),
    ]


def test_what_somebody_does_to_their_account(signed_in):
    admin = signed_in("admin")
    new = {"password": "another horse battery", "password_confirm": "another horse battery"}
    admin.post("/account/password", data={"was": PASSWORD, **new})
    admin.post("/account/log-out-everywhere")
    assert [each[:2] for each in acts()[1:]] == [
        ("password_changed", "admin-1@example.com"),
        ("logged_out_everywhere", "admin-1@example.com"),
    ]


def test_what_was_refused_to_an_admin_is_not_noted(signed_in, owner):
    admin = signed_in("admin")
    admin.post(f"/members/{id_of('owner@example.com')}/remove")
    assert [each[0] for each in acts()] == ["signed_in"]


@pytest.mark.parametrize(("role", "code"), [("editor", 403), ("admin", 200), ("owner", 200)])
def test_owners_and_admins_read_it(signed_in, role, code):
    assert signed_in(role).get("/members/log").status_code == code


def test_one_kind_is_shown_alone_and_strangers_see_nothing(signed_in):
    owner, stranger = signed_in("owner"), signed_in("stranger")
    owner.post("/members/invite", data={"email": "bob@example.com", "role": "editor"})
    assert "bob@example.com" in page_of(owner.get("/members/log?kind=invited")).words
    assert "bob@example.com" not in page_of(owner.get("/members/log?kind=signed_in")).words
    assert "Nothing like that" in page_of(owner.get("/members/log?kind=erased")).words
    assert "bob@example.com" in page_of(owner.get("/members/log?kind=none&before=x")).words
    assert "bob@example.com" not in page_of(stranger.get("/members/log")).words
