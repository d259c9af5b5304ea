"""Who belongs to a workspace, with which role, and who may change that."""

from __future__ import annotations

import pytest

from hubapp.core.errors import NotFoundHere, Refused
from hubapp.extensions import db
from hubapp.models import Member
from hubapp.services.operating import logins, roles
from tests.support.factories import MemberFactory
from tests.support.saving import save


@pytest.fixture
def member(both, workspace, owner):
    def made(role: str, **more) -> Member:
        return MemberFactory(workspace=workspace, role=role, **more)

    return made


def people(workspace) -> dict[str, str]:
    return {each.email: each.role for each in roles.members_of(workspace.id)}


def test_members_are_listed_with_where_they_are_logged_in(workspace, member):
    bob = member("editor", user__email="bob@example.com")
    MemberFactory(user__email="elsewhere@example.com")
    for _ in range(2):
        logins.log_in(bob.user, "", False)
    save()
    listed = roles.members_of(workspace.id)
    assert [(each.email, each.role, each.browsers) for each in listed] == [
        ("bob@example.com", "editor", 2),
        ("owner@example.com", "owner", 0),
    ]
    assert listed[0].seen_at.tzinfo is not None
    assert listed[1].seen_at is None


@pytest.mark.parametrize(
    ("by", "whose", "to", "may"),
    [
        ("owner", "editor", "owner", True),
        ("owner", "owner", "analyst", True),
        ("admin", "analyst", "admin", True),
        ("admin", "admin", "editor", True),
        ("admin", "editor", "owner", False),
        ("admin", "owner", "admin", False),
        ("owner", "editor", "king", False),
        ("owner", "editor", "", False),
    ],
)
def test_nobody_gives_or_takes_more_than_they_are(workspace, member, by, whose, to, may):
    given = member(whose)
    if may:
        roles.change_role(workspace.id, by, given.id, to)
    else:
        with pytest.raises(Refused):
            roles.change_role(workspace.id, by, given.id, to)
    db.session.refresh(given)
    assert given.role == (to if may else whose)


def test_an_owner_is_always_left(workspace, member):
    (last,) = roles.members_of(workspace.id)
    with pytest.raises(Refused, match="owner@example.com is the only owner"):
        roles.remove_member(workspace.id, "owner", last.member_id)
    with pytest.raises(Refused, match="Make somebody else an owner first"):
        roles.change_role(workspace.id, "owner", last.member_id, "admin")
    roles.change_role(workspace.id, "owner", last.member_id, "owner")
    second = member("owner", user__email="bob@example.com")
    assert roles.remove_member(workspace.id, "owner", second.id) == "bob@example.com"
    assert people(workspace) == {"owner@example.com": "owner"}


def test_an_admin_removes_no_owner(workspace, member):
    other = member("owner")
    with pytest.raises(Refused, match="Only an owner"):
        roles.remove_member(workspace.id, "admin", other.id)
    with pytest.raises(Refused, match="Only an owner"):
        roles.log_member_out(workspace.id, "admin", other.id)


def test_nobody_reaches_into_another_workspace(workspace, member):
    elsewhere = MemberFactory(role="editor")
    for call in (roles.remove_member, roles.log_member_out):
        with pytest.raises(NotFoundHere):
            call(workspace.id, "owner", elsewhere.id)
    with pytest.raises(NotFoundHere):
        roles.change_role(workspace.id, "owner", elsewhere.id, "analyst")
    with pytest.raises(NotFoundHere):
        roles.remove_member(workspace.id, "owner", 2**31 - 1)


def test_a_lost_laptop_is_logged_out(workspace, member):
    bob = member("editor", user__email="bob@example.com")
    token = logins.log_in(bob.user, "", True)
    save()
    assert roles.log_member_out(workspace.id, "admin", bob.id) == "bob@example.com"
    assert logins.who_comes_with(token) is None
