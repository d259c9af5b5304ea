"""Who belongs to a workspace, with which role, and who may change that."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from hubapp.core.errors import NotFoundHere, Problem, Refused
from hubapp.core.words import Words
from hubapp.doors.database import transaction
from hubapp.extensions import db
from hubapp.models import Login, Member, SecondFactor, User, Workspace
from hubapp.models.columns import now
from hubapp.services import audit
from hubapp.services.operating.logins import forget_logins

ROLES = ("analyst", "editor", "admin", "owner")
"""Each may do what those before it may."""


class Person(NamedTuple):
    """A member as others see them. browsers: in which they are logged in; second_factor: theirs is
    on."""

    member_id: int
    email: str
    role: str
    browsers: int
    seen_at: datetime | None
    second_factor: bool


def members_of(workspace_id: int) -> list[Person]:
    """By address."""
    holds = (Login.user_id == Member.user_id) & (Login.ends_at > now())
    query = (
        select(
            *(Member.id, User.email, Member.role),
            *(func.count(Login.id), func.max(Login.seen_at)),
            SecondFactor.user_id.is_not(None),
        )
        .join(User, User.id == Member.user_id)
        .outerjoin(Login, holds)
        .outerjoin(SecondFactor, SecondFactor.user_id == Member.user_id)
        .where(Member.workspace_id == workspace_id)
        .group_by(Member.id, User.email, Member.role, SecondFactor.user_id)
        .order_by(User.email)
    )
    return [Person(*row) for row in db.session.execute(query)]


def roles_that_gives(role: str) -> Sequence[str]:
    """Nobody makes somebody more than they are themselves."""
    return ROLES[: ROLES.index(role) + 1]


def change_role(workspace_id: int, by: str, member_id: int, role: str) -> None:
    """by: the role of who asks. Raises Refused when that is not theirs to give or to take, or when
    no owner would be left; and NotFoundHere."""
    with transaction() as session:
        member = _theirs_to_change(session, workspace_id, by, member_id)
        if role not in roles_that_gives(by):
            sentence = Words("Your role does not include giving that role. Ask an owner.")
            raise Refused(Problem("role", sentence))
        if role != "owner":
            _refuse_without_owner(session, member)
        audit.note(workspace_id, audit.Act.ROLE_CHANGED, f"{member.user.email}: {role}")
        session.execute(update(Member).where(Member.id == member.id).values(role=role))


def remove_member(workspace_id: int, by: str, member_id: int) -> str:
    """Who it was. by, and what is raised: see ``change_role``."""
    with transaction() as session:
        member = _theirs_to_change(session, workspace_id, by, member_id)
        _refuse_without_owner(session, member)
        email = member.user.email
        audit.note(workspace_id, audit.Act.REMOVED, email)
        session.execute(delete(Member).where(Member.id == member.id))
    return email


def log_member_out(workspace_id: int, by: str, member_id: int) -> str:
    """Out of every browser; who it was. by, and what is raised: see ``change_role``."""
    with transaction() as session:
        member = _theirs_to_change(session, workspace_id, by, member_id)
        forget_logins(session, member.user_id)
        audit.note(workspace_id, audit.Act.LOGGED_OUT_BY, member.user.email)
        return member.user.email


def ask_for_second_factor(workspace_id: int, user_id: int, asks: bool) -> None:
    """Whether members enter with a second factor only. Raises Refused when whoever turns that on
    has none: they would be the first to stand outside."""
    with transaction() as session:
        workspace = session.get_one(Workspace, workspace_id, with_for_update=True)
        if asks and session.get(SecondFactor, user_id) is None:
            sentence = Words("Set up your own second factor first, under Your account.")
            raise Refused(Problem("asks", sentence))
        workspace.asks_second_factor = asks
        audit.note(workspace_id, audit.Act.FACTOR_ASKED if asks else audit.Act.FACTOR_NOT_ASKED)


def _theirs_to_change(session: Session, workspace_id: int, by: str, member_id: int) -> Member:
    # Two owners who make each other editors at the same moment must not both succeed.
    session.execute(select(Workspace.id).where(Workspace.id == workspace_id).with_for_update())
    member = session.get(Member, member_id, populate_existing=True)
    if member is None or member.workspace_id != workspace_id:
        raise NotFoundHere
    if member.role not in roles_that_gives(by):
        sentence = Words("Only an owner changes what an owner may do.")
        raise Refused(Problem("role", sentence))
    return member


def _refuse_without_owner(session: Session, member: Member) -> None:
    others = select(func.count()).where(
        Member.workspace_id == member.workspace_id,
        Member.role == "owner",
        Member.id != member.id,
    )
    if member.role == "owner" and not session.scalar(others):
        sentence = Words(
            "%(email)s is the only owner. Make somebody else an owner first.",
            email=member.user.email,
        )
        raise Refused(Problem("role", sentence))
