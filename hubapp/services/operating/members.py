"""Accounts and workspaces."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from hubapp.doors.database import transaction
from hubapp.models import Member, User, Workspace
from hubapp.services.operating.passwords import address_of, hashed


def create_owner(email: str, password: str, workspace_name: str) -> User:
    """A new workspace and its owner; an account that exists becomes the owner of one more.

    Raises Refused when email or password will not do.
    """
    email, kept = address_of(email), hashed(password)
    with transaction() as session:
        user = session.scalars(select(User).where(User.email == email)).one_or_none()
        if user is None:
            user = User(email=email, password=kept)
        _own(session, user, workspace_name)
    return user


def demo_owner(email: str, password: str) -> User:
    """The demo's owner: made on first start, with the password of this start ever after."""
    kept = hashed(password)
    with transaction() as session:
        user = session.scalars(select(User).where(User.email == email)).one_or_none()
        if user is None:
            user = User(email=email, password=kept)
            _own(session, user, "Demo workspace")
        else:
            user.password = kept
    return user


def _own(session: Session, user: User, workspace_name: str) -> None:
    workspace = Workspace(name=workspace_name)
    session.add_all([user, workspace])
    session.flush()
    session.add(Member(workspace_id=workspace.id, user_id=user.id, role="owner"))
