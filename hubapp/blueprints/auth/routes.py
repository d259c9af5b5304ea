"""Log out; logging in and resetting a password are flask-security's own views."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Blueprint, abort, redirect, request, url_for
from flask_login import current_user
from flask_security import logout_user

from hubapp.web.access import for_visitors

bp = Blueprint("auth", __name__)


@bp.before_app_request
def refuse_broken_next() -> None:
    """flask-security splits where to go after logging in, and raises on what cannot be split."""
    if request.blueprint == "security":
        try:
            urlsplit(request.values.get("next", ""))
        except ValueError:
            abort(400)


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
