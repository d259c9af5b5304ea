"""The cookie of a log-in: it carries a token, and the row behind that is asked at each request."""

from __future__ import annotations

from typing import Any

from flask import Flask, g, request, session
from flask_security.signals import user_authenticated
from flask_security.utils import set_request_attr

from hubapp.models import User
from hubapp.services import operating

_KEY = "_user_id"
"""Flask-Login's, in the session and in the cookie that remembers."""


def init_app(app: Flask) -> None:
    """Flask-Login and flask-security would put the same lasting mark of the account into every
    cookie, so that none could be taken back alone. No request logs in by a token of its own."""
    app.login_manager.user_loader(_load)  # type: ignore[attr-defined]
    app.login_manager.request_loader(lambda _: None)  # type: ignore[attr-defined]
    user_authenticated.connect(_begin, app)


def _begin(app: Flask, user: User, **_: Any) -> None:
    remember = session.get("_remember") == "set"
    session[_KEY] = operating.log_in(user, request.headers.get("User-Agent", ""), remember)


def _load(token: str) -> User | None:
    login = operating.who_comes_with(str(token))
    if login is None:
        return None
    g.login_id = login.id
    # As flask-security's own: how, and when last, a password was asked for.
    set_request_attr("fs_authn_via", "session")
    set_request_attr("fs_paa", session.get("fs_paa", 0))
    return login.user
