"""The cookie of a log-in: it carries a token, and the row behind that is asked at each request. And
who has given their password, and not yet the code that is asked for beside it."""

from __future__ import annotations

import time
from typing import Any

from flask import Flask, current_app, g, redirect, request, session, url_for
from flask_security import login_user
from flask_security.signals import user_authenticated
from flask_security.utils import set_request_attr
from sqlalchemy import select

from hubapp.extensions import db
from hubapp.models import User
from hubapp.services import audit, operating
from hubapp.web import addresses

_KEY = "_user_id"
"""Flask-Login's, in the session and in the cookie that remembers."""
_HALF = "half_logged_in"
"""Whose password was right, when, and whether this browser is to be remembered."""
_PATIENCE = 600
"""Seconds in which the code must follow the password."""


def init_app(app: Flask) -> None:
    """Flask-Login and flask-security would put the same lasting mark of the account into every
    cookie, so that none could be taken back alone. No request logs in by a token of its own."""
    app.login_manager.user_loader(_load)  # type: ignore[attr-defined]
    app.login_manager.request_loader(lambda _: None)  # type: ignore[attr-defined]
    user_authenticated.connect(_begin, app)
    app.before_request(lambda: audit.comes_from(addresses.network()))
    app.extensions["security"].two_factor_plugins = _SecondStep()


class _SecondStep:
    """What flask-security asks between the password and the log-in, in place of its own."""

    def tf_enter(self, user: User, remember_me: Any, via: str, next_loc: str | None) -> Any:
        """The screen for the code; None when the password is enough."""
        session.pop(_HALF, None)
        with db.session.no_autoflush:
            # The library may have hashed the password anew, and writes that when all is done.
            has_one = operating.has_second_factor(user.id)
        if not has_one:
            return None
        session[_HALF] = [user.fs_uniquifier, int(time.time()), bool(remember_me)]
        # Not next_loc: without one it is the log-in page itself. It is checked when it is used.
        return redirect(url_for("auth.second_step", next=request.values.get("next") or None))


def half_logged_in() -> User | None:
    """Who has given their password lately. What is signed into the cookie is of no use once the
    password is changed."""
    mark, since, _ = session.get(_HALF, ("", 0, False))
    if time.time() - since > _PATIENCE:
        return None
    query = select(User).where(User.fs_uniquifier == mark, User.active)
    return db.session.scalars(query).first()


def finish_log_in(user: User) -> None:
    """The code was right as well."""
    login_user(user, remember=session.pop(_HALF)[2], authn_via=["password", "authenticator"])
    current_app.extensions["security"].datastore.commit()


def _begin(app: Flask, user: User, **_: Any) -> None:
    remember = session.get("_remember") == "set"
    session[_KEY] = operating.log_in(user, request.headers.get("User-Agent", ""), remember)


def _load(token: str) -> User | None:
    login = operating.who_comes_with(str(token))
    if login is None:
        return None
    g.login_id, g.members_language = login.id, login.user.language
    audit.acts(login.user)
    # As flask-security's own: how, and when last, a password was asked for.
    set_request_attr("fs_authn_via", "session")
    set_request_attr("fs_paa", session.get("fs_paa", 0))
    return login.user
