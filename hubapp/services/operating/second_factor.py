"""The second factor: a code that changes every half minute, and recovery codes for whoever lost the
phone that makes them."""

from __future__ import annotations

import hashlib
import secrets

from passlib.totp import TOTP, TokenError
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from hubapp.core.errors import Problem, Refused
from hubapp.core.words import Words
from hubapp.doors.database import transaction
from hubapp.doors.vault import open_sealed, seal_own
from hubapp.extensions import db
from hubapp.models import SecondFactor, User
from hubapp.models.columns import now
from hubapp.services import audit, mailing
from hubapp.services.operating.logins import forget_logins
from hubapp.services.operating.passwords import is_password

RECOVERY_CODES = 10
_NEAR = 30
"""Seconds that the clock of a phone may be wrong."""
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""None that looks like another. Four groups of four are 79 bits: nobody can try them all, so
a plain hash gives none of them away."""
_WRONG = Words("That code does not fit. Wait for the next one, then type it as it is shown.")


def new_secret() -> str:
    """What a phone makes codes from, as it is typed or scanned."""
    return str(TOTP.new().base32_key)


def uri_of(secret: str, email: str) -> str:
    """What a phone reads from the picture."""
    return str(TOTP(key=secret, format="base32").to_uri(email, "hubapp"))


def has_second_factor(user_id: int) -> bool:
    """Whether their password alone lets them in no more."""
    query = select(SecondFactor.user_id).where(SecondFactor.user_id == user_id)
    return db.session.scalar(query) is not None


def codes_left(user_id: int) -> int | None:
    """Recovery codes that somebody has left; None: their second factor is off."""
    row = db.session.get(SecondFactor, user_id)
    return None if row is None else len(row.codes)


def turn_on(user: User, login_id: int, secret: str, code: str, password: str) -> list[str]:
    """The recovery codes: this is the only time that anybody sees them. Every other browser is
    logged out. Raises Refused when the code or the password does not fit, or it is on already."""
    user_id, email = user.id, user.email
    _refuse_other(user, password)
    counter = _counter(secret, code, last=0)
    if counter is None:
        raise Refused(Problem("code", _WRONG))
    codes = _new_codes()
    with transaction() as session:
        # Two tabs that turn it on at once: one of them is told.
        session.execute(select(User.id).where(User.id == user_id).with_for_update())
        if has_second_factor(user_id):
            raise Refused(Problem("code", Words("Your second factor is on already.")))
        row = SecondFactor(user_id=user_id, sealed=seal_own(secret), last_counter=counter)
        row.codes = [_hash(each) for each in codes]
        session.add(row)
        forget_logins(session, user_id, but=login_id)
        mailing.post(email, _SUBJECT_ON, _letter_on())
        audit.note_of_user(user, audit.Act.FACTOR_ON)
    return codes


def turn_off(user: User, password: str) -> None:
    """Raises Refused when it is not their password."""
    _refuse_other(user, password)
    _forget(user)


def turn_off_of(email: str) -> None:
    """Of an account, by whoever runs hubapp. Raises Refused when there is no such account."""
    user = db.session.scalars(select(User).where(User.email == email.strip().lower())).first()
    if user is None:
        sentence = Words("There is no account with the email %(email)s.", email=email)
        raise Refused(Problem("email", sentence))
    _forget(user)


def _forget(user: User) -> None:
    user_id, email = user.id, user.email
    with transaction() as session:
        done = session.execute(delete(SecondFactor).where(SecondFactor.user_id == user_id))
        if done.rowcount:  # type: ignore[attr-defined]
            mailing.post(email, _SUBJECT_OFF, _letter_off())
            audit.note_of_user(user, audit.Act.FACTOR_OFF, about=email)


def renew_codes(user: User, password: str) -> list[str]:
    """New recovery codes; the old ones are worth nothing. Raises Refused when it is not their
    password."""
    _refuse_other(user, password)
    user_id, codes = user.id, _new_codes()
    with transaction() as session:
        session.execute(
            update(SecondFactor)
            .where(SecondFactor.user_id == user_id)
            .values(codes=[_hash(each) for each in codes])
        )
        audit.note_of_user(user, audit.Act.RECOVERY_CODES)
    return codes


def passes(user_id: int, typed: str) -> bool:
    """Whether a code lets somebody in: that of now, or a recovery code, which is then used up."""
    with transaction() as session:
        query = select(SecondFactor).where(SecondFactor.user_id == user_id)
        row = session.scalars(query.with_for_update()).one_or_none()
        if row is None:
            return False
        return _takes_code(row, typed) or _takes_recovery_code(session, row, typed)


def _takes_code(row: SecondFactor, typed: str) -> bool:
    secret = open_sealed(row.sealed)
    counter = _counter(secret, typed, row.last_counter) if secret is not None else None
    if counter is not None:
        row.last_counter = counter
    return counter is not None


def _takes_recovery_code(session: Session, row: SecondFactor, typed: str) -> bool:
    hashed = _hash(typed)
    if hashed not in row.codes:
        return False
    row.codes = [each for each in row.codes if each != hashed]
    session.flush()
    return True


def _counter(secret: str, code: str, last: int) -> int | None:
    """The half minute that a code is of; None when it does not fit, or was used."""
    try:
        totp = TOTP(key=secret, format="base32")
        found = totp.match(code.strip(), time=now(), window=_NEAR, last_counter=last or None)
    except TokenError:
        return None
    return int(found.counter)


def _new_codes() -> list[str]:
    def group() -> str:
        return "".join(secrets.choice(_LETTERS) for _ in range(4))

    return ["-".join(group() for _ in range(4)) for _ in range(RECOVERY_CODES)]


def _hash(code: str) -> str:
    """Of a recovery code, however it was typed."""
    plain = "".join(each for each in code.lower() if each.isalnum())
    return hashlib.sha256(plain.encode("utf-8", "replace")).hexdigest()


def _refuse_other(user: User, password: str) -> None:
    if not is_password(user, password):
        sentence = Words("This is not your password. Type the one that you log in with.")
        raise Refused(Problem("password", sentence))


_SUBJECT_ON = Words("Your second factor for hubapp was turned on")
_SUBJECT_OFF = Words("Your second factor for hubapp was turned off")


def _letter_on() -> Words:
    return Words(
        "From now on your account at %(base)s asks for a code of your phone beside the password, "
        "and other browsers were logged out. If it was not you, choose a new password at once, and "
        "ask whoever runs hubapp to turn the second factor off:\n\n%(base)s/reset\n",
        base=mailing.link_to(),
    )


def _letter_off() -> Words:
    return Words(
        "Your account at %(base)s asks for no code beside the password any more. If it was not "
        "you, choose a new password at once, and turn the second factor on again:\n\n"
        "%(base)s/reset\n",
        base=mailing.link_to(),
    )
