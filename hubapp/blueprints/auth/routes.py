"""Log out; logging in and resetting a password are flask-security's own views."""

from __future__ import annotations

from flask import Blueprint, redirect, url_for
from flask_login import current_user
from flask_security import logout_user

from hubapp.web.access import for_visitors

bp = Blueprint("auth", __name__)


@bp.get("/")
@for_visitors
def front_door():  # type: ignore[no-untyped-def]
    home = "hubs.listing" if current_user.is_authenticated else "security.login"
    return redirect(url_for(home))


@bp.post("/log-out")
@for_visitors
def log_out():  # type: ignore[no-untyped-def]
    logout_user()
    return redirect(url_for("security.login"))
