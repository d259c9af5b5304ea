"""Accounts are made by whoever runs hubapp: a workspace and its owner."""

from __future__ import annotations

import pytest
from flask_security import verify_password
from sqlalchemy import select

from hubapp.core.errors import Refused
from hubapp.extensions import db
from hubapp.models import Member, User, Workspace
from hubapp.services.operating import members
from tests.support.factories import PASSWORD, UserFactory


def workspaces_of(user: User) -> list[tuple[str, str]]:
    query = (
        select(Workspace.name, Member.role)
        .join(Member, Member.workspace_id == Workspace.id)
        .where(Member.user_id == user.id)
        .order_by(Workspace.id)
    )
    return [tuple(row) for row in db.session.execute(query)]


def test_a_new_workspace_and_its_owner(both):
    user = members.create_owner("Ana@Example.COM", PASSWORD, "Acme")
    assert (user.email, workspaces_of(user)) == ("ana@example.com", [("Acme", "owner")])
    assert user.password != PASSWORD
    assert verify_password(PASSWORD, user.password)


def test_an_account_that_exists_becomes_the_owner_of_one_more(both):
    user = members.create_owner("ana@example.com", PASSWORD, "Acme")
    again = members.create_owner("ANA@example.com", "quite another password", "Beta")
    assert again.id == user.id
    assert workspaces_of(user) == [("Acme", "owner"), ("Beta", "owner")]
    # Whoever makes a workspace does not change how somebody logs in.
    assert verify_password(PASSWORD, again.password)


@pytest.mark.parametrize(
    ("email", "password", "where", "sentence"),
    [
        ("nobody", PASSWORD, "email", "nobody is not an email address."),
        ("ana@", PASSWORD, "email", "ana@ is not an email address."),
        ("a@b.example", "9 letters", "password", "Choose a password of at least 10 characters."),
        ("100%@", "short", "email", "100%@ is not an email address."),
    ],
)
def test_what_will_not_do_makes_nothing(app, email, password, where, sentence):
    with pytest.raises(Refused) as refused:
        members.create_owner(email, password, "Acme")
    (problem,) = refused.value.problems
    assert (problem.where, str(problem.sentence)) == (where, sentence)
    assert db.session.scalars(select(User)).all() == []
    assert db.session.scalars(select(Workspace)).all() == []


def test_ten_characters_are_enough(app):
    assert members.create_owner("ana@example.com", "ten letter", "Acme").id


def test_the_demo_has_one_owner_with_the_password_of_this_start(both):
    first = members.demo_owner("demo@example.com", PASSWORD)
    again = members.demo_owner("demo@example.com", "the one of today")
    assert again.id == first.id
    assert workspaces_of(again) == [("Demo workspace", "owner")]
    assert verify_password("the one of today", again.password)
    assert not verify_password(PASSWORD, again.password)


def test_the_demo_leaves_other_accounts_alone(app):
    other = UserFactory()
    members.demo_owner("demo@example.com", "the one of today")
    assert verify_password(PASSWORD, other.password)


def test_a_workspace_is_called_by_name_or_number(both):
    with pytest.raises(Refused, match="no such"):
        members.workspace_called("")
    first = members.create_owner("a@example.com", PASSWORD, "Acme")
    assert first
    (acme,) = db.session.scalars(select(Workspace.id)).all()
    assert members.workspace_called("") == acme
    members.create_owner("b@example.com", PASSWORD, "Bolt")
    assert members.workspace_called("Acme") == members.workspace_called(str(acme)) == acme
    for name, why in (("", "several"), ("Cord", "no such"), ("9" * 30, "no such")):
        with pytest.raises(Refused, match=why):
            members.workspace_called(name)
