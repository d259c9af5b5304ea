"""Asking somebody by mail to join a workspace."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from hubapp.core.errors import Problem, Refused
from hubapp.core.words import Words
from hubapp.doors.database import end_reading, transaction
from hubapp.extensions import db
from hubapp.models import Invitation, Member, User, Workspace
from hubapp.models.columns import now
from hubapp.services import audit, mailing
from hubapp.services.operating.passwords import address_of, hashed
from hubapp.services.operating.roles import roles_that_gives

LASTS = timedelta(days=7)
MOST = 100
"""Invitations of a workspace that wait at once: it is no way to mail the world."""
_GONE = Words("This invitation was taken up or taken back meanwhile. Ask for a new one.")


def invitations_of(workspace_id: int) -> Sequence[Invitation]:
    """That wait for an answer, by address."""
    waiting = (Invitation.workspace_id == workspace_id, Invitation.ends_at > now())
    return db.session.scalars(select(Invitation).where(*waiting).order_by(Invitation.email)).all()


def invite(workspace_id: int, by: User, by_role: str, email: str, role: str) -> str:
    """Mail an invitation; one that waits for the same address is replaced. Returns the address as
    it is kept. Raises Refused when it is none, a member's already, or the role not theirs to give.
    """
    email, host, token = address_of(email), by.email, secrets.token_urlsafe(32)
    if role not in roles_that_gives(by_role):
        raise Refused(Problem("role", Words("Choose a role that you may give.")))
    with transaction() as session:
        _refuse_member(session, workspace_id, email)
        old = (Invitation.workspace_id == workspace_id, Invitation.email == email)
        session.execute(delete(Invitation).where(*old))
        _refuse_too_many(session, workspace_id)
        row = Invitation(workspace_id=workspace_id, email=email, role=role)
        row.token_hash, row.ends_at = _hash(token), now() + LASTS
        session.add(row)
        name = session.get_one(Workspace, workspace_id).name
        subject = Words("%(host)s invites you to %(workspace)s", host=host, workspace=name)
        audit.note(workspace_id, audit.Act.INVITED, f"{email}: {role}")
        mailing.post(email, subject, _letter(host, name, token))
    return email


def _letter(host: str, workspace: str, token: str) -> Words:
    link = mailing.link_to(f"/invitations/{token}")
    return Words(
        "%(host)s invites you to the workspace “%(workspace)s” on hubapp. Join it here:\n\n"
        "%(link)s\n\n"
        "The link works once, within a week. If you do not know who that is, there is nothing to "
        "do.\n",
        host=host,
        workspace=workspace,
        link=link,
    )


def take_back(workspace_id: int, invitation_id: int) -> None:
    """Its link leads nowhere from now on."""
    theirs = (Invitation.workspace_id == workspace_id, Invitation.id == invitation_id)
    with transaction() as session:
        row = session.scalars(select(Invitation).where(*theirs).with_for_update()).one_or_none()
        if row is not None:
            audit.note(workspace_id, audit.Act.INVITATION_TAKEN_BACK, row.email)
            session.delete(row)


def invitation_of(token: str) -> Invitation | None:
    """The invitation behind a link; None when it is no more."""
    query = select(Invitation).where(
        Invitation.token_hash == _hash(token), Invitation.ends_at > now()
    )
    return db.session.scalars(query).first()


def has_account(email: str) -> bool:
    """Somebody logs in with this address already."""
    return db.session.scalar(select(User.id).where(func.lower(User.email) == email)) is not None


def join(token: str, user: User) -> None:
    """Take an invitation up, with the account that it was sent to. Raises Refused when it is no
    more, or somebody else's."""
    user_id, email = user.id, user.email.lower()
    with transaction() as session:
        _take(session, token, user_id, email)


def join_with_password(token: str, password: str) -> None:
    """Take an invitation up and make the account. Raises Refused when it is no more, when the
    password will not do, or when there is an account, which then has to log in."""
    found = invitation_of(token)
    if found is None:
        raise Refused(Problem("", _GONE))
    email = found.email
    end_reading()
    kept = hashed(password)
    with transaction() as session:
        if has_account(email):
            raise Refused(Problem("password", Words("You have an account. Log in with it.")))
        user = User(email=email, password=kept)
        session.add(user)
        session.flush()
        _take(session, token, user.id, email)


def _take(session: Session, token: str, user_id: int, email: str) -> None:
    invitation = invitation_of(token)
    if invitation is None or invitation.email != email:
        raise Refused(Problem("", _GONE))
    theirs = (Member.workspace_id == invitation.workspace_id, Member.user_id == user_id)
    if session.scalar(select(Member.id).where(*theirs)) is None:
        session.add(
            Member(workspace_id=invitation.workspace_id, user_id=user_id, role=invitation.role)
        )
    audit.note(
        invitation.workspace_id, audit.Act.JOINED, invitation.role, session.get_one(User, user_id)
    )
    # Of two who take it up at once the second finds nothing to delete, and nothing is kept.
    done = session.execute(delete(Invitation).where(Invitation.id == invitation.id))
    if not done.rowcount:  # type: ignore[attr-defined]
        raise Refused(Problem("", _GONE))


def _refuse_member(session: Session, workspace_id: int, email: str) -> None:
    belongs = (Member.workspace_id == workspace_id, func.lower(User.email) == email)
    if session.scalar(select(Member.id).join(Member.user).where(*belongs)) is not None:
        sentence = Words("%(email)s is a member already.", email=email)
        raise Refused(Problem("email", sentence))


def _refuse_too_many(session: Session, workspace_id: int) -> None:
    waiting = (Invitation.workspace_id == workspace_id, Invitation.ends_at > now())
    if (session.scalar(select(func.count()).where(*waiting)) or 0) >= MOST:
        sentence = Words(
            "%(most)s invitations wait for an answer. Take some back first.", most=MOST
        )
        raise Refused(Problem("email", sentence))


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
