"""Accounts and workspaces."""

from __future__ import annotations

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from hubapp.core.errors import Problem, Refused
from hubapp.core.words import Words
from hubapp.doors.database import end_reading, transaction
from hubapp.extensions import db
from hubapp.models import Member, User, Workspace
from hubapp.services import marks
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
    workspace = Workspace(name=workspace_name, marks_key=marks.new_key())
    session.add_all([user, workspace])
    session.flush()
    session.add(Member(workspace_id=workspace.id, user_id=user.id, role="owner"))


def workspace_called(name: str) -> int:
    """The id of a workspace by its name or number; of the only one when ``name`` is empty. Raises
    Refused when that is none, or several."""
    query = select(Workspace.id).order_by(Workspace.id)
    if name:
        number = int(name) if name.isascii() and name.isdecimal() and len(name) < 19 else 0
        query = query.where(or_(Workspace.name == name, Workspace.id == number))
    found = db.session.scalars(query.limit(2)).all()
    end_reading()
    if len(found) == 1:
        return found[0]
    if found:
        sentence = Words("There are several workspaces. Say which by --workspace and its number.")
    else:
        sentence = Words("There is no such workspace.")
    raise Refused(Problem("workspace", sentence))
