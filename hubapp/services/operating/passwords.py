"""Passwords: forgotten and chosen anew by mail, changed, set by whoever runs hubapp."""

from __future__ import annotations

import uuid

from email_validator import EmailNotValidError, validate_email
from flask import current_app
from flask_security import hash_password, verify_password
from flask_security.recoverable import generate_reset_password_token, reset_password_token_status
from sqlalchemy import func, select, update

from hubapp.core.errors import Problem, Refused
from hubapp.core.words import Words
from hubapp.doors.database import end_reading, transaction
from hubapp.extensions import db
from hubapp.models import User
from hubapp.services import audit, mailing
from hubapp.services.operating.logins import forget_logins

SHORTEST_PASSWORD = 10
LONGEST_PASSWORD = 1000
"""Characters. Every one of them is hashed."""


def address_of(email: str) -> str:
    """An address as accounts keep it. Raises Refused when it is none."""
    try:
        return validate_email(email, check_deliverability=False).normalized.lower()
    except EmailNotValidError:
        sentence = Words("%(email)s is not an email address.", email=email)
        raise Refused(Problem("email", sentence)) from None


def hashed(password: str) -> str:
    """What is kept of a password. Raises Refused when it is too short or too long.

    Letters that can be written in two ways (an ü, or a u and its dots) are made one, as a log-in
    does: what is typed on another keyboard fits as well.
    """
    password = _normal(password)
    if len(password) < SHORTEST_PASSWORD:
        sentence = Words(
            "Choose a password of at least %(least)s characters.", least=SHORTEST_PASSWORD
        )
        raise Refused(Problem("password", sentence))
    if len(password) > LONGEST_PASSWORD:
        sentence = Words("Choose a password of at most %(most)s characters.", most=LONGEST_PASSWORD)
        raise Refused(Problem("password", sentence))
    return str(hash_password(password))


def _normal(password: str) -> str:
    return str(current_app.extensions["security"].password_util.normalize(password))


def is_password(user: User, typed: str) -> bool:
    """Whether it is what somebody logs in with."""
    return bool(verify_password(_normal(typed), user.password or ""))


def mail_reset_link(email: str) -> None:
    """Mail a link with which a new password can be chosen, if the address has an account. Whoever
    asks learns nothing of that, by no answer and by no time: whether there is one is looked up when
    the mail is written. Raises Refused when it is no address."""
    email = address_of(email)
    with transaction():
        mailing.post_later("reset", email)


@mailing.written_by("reset")
def _reset_mail(email: str) -> mailing.Mail | None:
    found = select(User).where(func.lower(User.email) == email, User.active)
    user = db.session.scalars(found).first()
    if user is None:
        return None
    text = _letter(generate_reset_password_token(user))
    return mailing.Mail(user.email, str(Words("Choose a new password for hubapp")), str(text))


def _letter(token: str) -> Words:
    link = mailing.link_to(f"/reset/{token}")
    return Words(
        "Somebody, most likely you, asked for a new password for hubapp. Choose it here:\n\n"
        "%(link)s\n\n"
        "The link works once, within the next hour. If it was not you, there is nothing to do: "
        "your password stays as it is.\n",
        link=link,
    )


def problem_of_link(token: str) -> Words | None:
    """Why a link of a mail does not work any more; None when it does."""
    expired, invalid, user = reset_password_token_status(token)
    if expired:
        return Words("That link is more than an hour old. Ask for a new one here.")
    if invalid or user is None or not user.active:
        return Words("That link was used, or is not whole. Ask for a new one here.")
    return None


def reset_password(token: str, password: str) -> bool:
    """Choose a new password by the link of a mail; every device is logged out. False: the link
    does not work (any more). Raises Refused when the password will not do."""
    if problem_of_link(token) is not None:
        return False
    user = reset_password_token_status(token)[2]
    return _change(user, password, by=user)


def change_password(user: User, was: str, password: str, login_id: int) -> None:
    """By who is logged in with ``login_id``, and stays so; every other device is logged out.
    Raises Refused when ``was`` is not the current password, or the new one will not do."""
    if not is_password(user, was):
        sentence = Words("This is not your password. Type the one that you log in with.")
        raise Refused(Problem("was", sentence))
    if not _change(user, password, but=login_id, by=user):
        sentence = Words("Your password was changed meanwhile. Type the new one.")
        raise Refused(Problem("was", sentence))


def set_password(email: str, password: str) -> None:
    """Of an account, by whoever runs hubapp; every device is logged out. Raises Refused when there
    is no such account, or when the password will not do."""
    found = select(User).where(func.lower(User.email) == email.strip().lower())
    user = db.session.scalars(found).first()
    if user is None:
        sentence = Words("There is no account with the email %(email)s.", email=email)
        raise Refused(Problem("email", sentence))
    _change(user, password)


def _change(user: User, password: str, but: int = 0, by: User | None = None) -> bool:
    """Whether it was still the password that was looked at: of two that come with the same link
    one wins. but: the log-in that stays. by: who does it; None: whoever runs hubapp."""
    user_id, email, was = user.id, user.email, user.fs_uniquifier
    end_reading()
    kept = hashed(password)
    with transaction() as session:
        done = session.execute(
            update(User)
            .where(User.fs_uniquifier == was)
            .values(password=kept, fs_uniquifier=uuid.uuid4().hex)
        )
        changed = bool(done.rowcount)  # type: ignore[attr-defined]
        if changed:
            forget_logins(session, user_id, but)
            mailing.post(email, _SUBJECT_CHANGED, _letter_changed())
            audit.note_of_user(user, audit.Act.PASSWORD_CHANGED, about=email, by=by)
    return changed


_SUBJECT_CHANGED = Words("Your password for hubapp was changed")


def _letter_changed() -> Words:
    return Words(
        "The password of your account at %(base)s was just changed, and other devices were "
        "logged out. If it was not you, choose a new one at once:\n\n%(base)s/reset\n",
        base=mailing.link_to(),
    )
