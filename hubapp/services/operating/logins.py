"""Who is logged in, and where."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from datetime import timedelta

from flask import Flask, current_app
from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session, contains_eager

from hubapp.doors.background import background, quietly
from hubapp.doors.database import end_reading, transaction
from hubapp.extensions import db
from hubapp.models import Login, User
from hubapp.models.columns import now
from hubapp.services import audit

REMEMBERED = timedelta(days=30)
"""A browser that was asked to remember."""
UNREMEMBERED = timedelta(days=14)
"""Any other that is never closed."""
_NOTED_EVERY = timedelta(minutes=5)
"""When somebody was seen is told no closer, and written no more often."""
_BROWSERS = (("Edg", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"))
_SYSTEMS = (
    *(("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows")),
    *(("CrOS", "ChromeOS"), ("Mac OS X", "macOS"), ("Linux", "Linux")),
)


def log_in(user: User, agent: str, remember: bool) -> str:
    """What the cookie of a new log-in carries. agent: what the browser calls itself. The row is
    written with what flask-security commits."""
    token, moment = secrets.token_urlsafe(32), now()
    with db.session.no_autoflush:
        ended = select(Login).where(Login.user_id == user.id, Login.ends_at <= moment)
        for old in db.session.scalars(ended):
            db.session.delete(old)
    lasts = REMEMBERED if remember else UNREMEMBERED
    row = Login(user_id=user.id, token_hash=_hash(token), device=device_of(agent))
    row.created_at, row.seen_at, row.ends_at = moment, moment, moment + lasts
    db.session.add(row)
    audit.note_of_user(user, audit.Act.SIGNED_IN, by=user)
    return token


def note_refused(email: str, network: str) -> None:
    """Somebody gave a wrong password or code. Noted beside whoever asks, whether there is such an
    account or not: how long it takes tells nothing."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    end_reading()
    work = (_note_refused, (app, email.strip().lower()[:255], network))
    if app.config["DATABASE_INLINE"]:
        quietly(work)
    else:
        background.add([work])


def _note_refused(app: Flask, email: str, network: str) -> None:
    with app.app_context(), transaction() as session:
        audit.comes_from(network)
        user = session.scalars(select(User).where(func.lower(User.email) == email)).first()
        if user is not None:
            audit.note_of_user(user, audit.Act.SIGN_IN_REFUSED, about=user.email)


def device_of(agent: str) -> str:
    """``Firefox, Linux``; empty when it is neither."""
    browsers = (*_BROWSERS, ("Safari/", "Safari"))
    found = (
        next((name for mark, name in known if mark in agent), "") for known in (browsers, _SYSTEMS)
    )
    return ", ".join(each for each in found if each)


def who_comes_with(token: str) -> Login | None:
    """The log-in that a cookie stands for, its user loaded; None when it is no more."""
    query = (
        select(Login)
        .join(Login.user)
        .options(contains_eager(Login.user))
        .where(Login.token_hash == _hash(token), Login.ends_at > now(), User.active)
    )
    login = db.session.scalars(query).first()
    if login is not None and now() - login.seen_at > _NOTED_EVERY:
        _note_soon(login.id)
    return login


def logins_of(user_id: int) -> Sequence[Login]:
    """That still hold, the last seen first."""
    mine = Login.user_id == user_id
    query = select(Login).where(mine, Login.ends_at > now())
    return db.session.scalars(query.order_by(Login.seen_at.desc(), Login.id.desc())).all()


def log_out(user_id: int, login_id: int) -> None:
    """Out of one browser; nothing, when it is somebody else's."""
    with transaction() as session:
        session.execute(delete(Login).where(Login.user_id == user_id, Login.id == login_id))


def log_out_everywhere(user_id: int) -> None:
    """Out of every browser."""
    with transaction() as session:
        forget_logins(session, user_id)
        audit.note_of_user(session.get_one(User, user_id), audit.Act.LOGGED_OUT_EVERYWHERE)


def forget_logins(session: Session, user_id: int, but: int = 0) -> None:
    """Log somebody out of every browser, but for one. The caller commits."""
    session.execute(delete(Login).where(Login.user_id == user_id, Login.id != but))


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def _note_soon(login_id: int) -> None:
    """A page that is only looked at writes nothing itself."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    if app.config["DATABASE_INLINE"]:
        quietly((_note, (app, login_id)))
    else:
        background.add([(_note, (app, login_id))])


def _note(app: Flask, login_id: int) -> None:
    with app.app_context(), transaction() as session:
        session.execute(update(Login).where(Login.id == login_id).values(seen_at=now()))
