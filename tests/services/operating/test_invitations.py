"""Asking somebody by mail to join."""

from __future__ import annotations

import email
import email.policy
import re
from datetime import timedelta

import pytest
import time_machine
from flask_security import verify_password
from sqlalchemy import func, select

from hubapp.core.errors import Refused
from hubapp.extensions import db
from hubapp.models import Member, User
from hubapp.services.operating import invitations
from tests.support.factories import MemberFactory, UserFactory
from tests.support.saving import save

PASSWORD = "another horse battery"
BOB = "bob@example.com"


@pytest.fixture
def invite(both, workspace, owner):
    """Invites; the token in the link of the mail."""
    save()

    def made(to: str = BOB, role: str = "editor", by: str = "owner") -> str:
        invitations.invite(workspace.id, owner, by, to, role)
        mails = sorted((both.extensions["settings"].data_dir / "mail").iterdir())
        mail = email.message_from_bytes(mails[-1].read_bytes(), policy=email.policy.default)
        assert mail["Subject"] == "owner@example.com invites you to Acme"
        return re.search(r"http://127.0.0.1:8000/invitations/(\S+)", mail.get_content())[1]

    return made


def members(workspace) -> list[tuple[str, str]]:
    query = select(User.email, Member.role).join(Member.user).order_by(Member.id)
    return [tuple(row) for row in db.session.execute(query.where(Member.workspace == workspace))]


def test_somebody_new_makes_an_account_and_is_a_member(invite, workspace):
    token = invite("Bob@Example.com")
    invitations.join_with_password(token, PASSWORD)
    assert members(workspace) == [("owner@example.com", "owner"), (BOB, "editor")]
    bob = db.session.scalars(select(User).where(User.email == BOB)).one()
    assert verify_password(PASSWORD, bob.password)
    assert invitations.invitation_of(token) is None
    with pytest.raises(Refused, match="taken up"):
        invitations.join_with_password(token, PASSWORD)


def test_who_has_an_account_joins_with_it(invite, workspace):
    bob, token = UserFactory(email=BOB), invite()
    with pytest.raises(Refused, match="Log in with it"):
        invitations.join_with_password(token, PASSWORD)
    invitations.join(token, bob)
    assert members(workspace)[1:] == [(BOB, "editor")]
    with pytest.raises(Refused):
        invitations.join(token, bob)


def test_nobody_joins_with_the_link_of_another(invite, workspace):
    token = invite()
    with pytest.raises(Refused):
        invitations.join(token, UserFactory(email="eve@example.com"))
    assert len(members(workspace)) == 1
    assert invitations.invitation_of(token)


def test_who_became_a_member_meanwhile_keeps_that_role(invite, workspace):
    token = invite(role="analyst")
    bob = MemberFactory(workspace=workspace, role="admin", user__email=BOB).user
    invitations.join(token, bob)
    assert members(workspace)[1:] == [(BOB, "admin")]


def test_a_link_lives_a_week(invite, workspace):
    with time_machine.travel("2026-11-01 12:00:00+00:00", tick=False) as clock:
        token = invite()
        clock.shift(timedelta(days=7) - timedelta(seconds=1))
        assert invitations.invitation_of(token)
        clock.shift(timedelta(seconds=1))
        assert invitations.invitation_of(token) is None
        assert invitations.invitations_of(workspace.id) == []
        with pytest.raises(Refused):
            invitations.join_with_password(token, PASSWORD)


def test_a_second_invitation_replaces_the_first(invite, workspace):
    first, second = invite(), invite(role="admin")
    assert invitations.invitation_of(first) is None
    assert invitations.invitation_of(second).role == "admin"
    assert len(invitations.invitations_of(workspace.id)) == 1


def test_what_is_taken_back_leads_nowhere_and_only_by_its_own(invite, workspace):
    token = invite()
    row = invitations.invitation_of(token)
    invitations.take_back(workspace.id + 1, row.id)
    assert invitations.invitation_of(token)
    invitations.take_back(workspace.id, row.id)
    assert invitations.invitation_of(token) is None


@pytest.mark.parametrize(
    ("to", "role", "by", "sentence"),
    [
        ("bob", "editor", "owner", "bob is not an email address."),
        ("OWNER@example.com", "editor", "owner", "is a member already"),
        (BOB, "owner", "admin", "that you may give"),
        (BOB, "king", "owner", "that you may give"),
    ],
)
def test_what_will_not_do_mails_nobody(both, workspace, owner, to, role, by, sentence):
    save()
    with pytest.raises(Refused, match=sentence):
        invitations.invite(workspace.id, owner, by, to, role)
    assert not (both.extensions["settings"].data_dir / "mail").exists()
    assert invitations.invitations_of(workspace.id) == []


def test_it_is_no_way_to_mail_the_world(invite, workspace, monkeypatch):
    monkeypatch.setattr(invitations, "MOST", 2)
    for name in ("a", "b"):
        invite(f"{name}@example.com")
    # The same address again is no more.
    invite("a@example.com")
    with pytest.raises(Refused, match="2 invitations wait"):
        invite("c@example.com")


def test_a_password_that_will_not_do_leaves_the_invitation(invite):
    token = invite()
    with pytest.raises(Refused, match="at least 10"):
        invitations.join_with_password(token, "short")
    assert invitations.invitation_of(token)
    assert db.session.scalar(select(func.count(User.id))) == 1
