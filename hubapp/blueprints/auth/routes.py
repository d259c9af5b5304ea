"""The front door, logging in and out, a forgotten password."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from flask import (
    Blueprint,
    Flask,
    abort,
    g,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_login import current_user
from flask_security import logout_user, views
from flask_security.utils import _get_post_login_redirect

from hubapp.core.errors import Refused
from hubapp.core.words import Words
from hubapp.services import operating
from hubapp.web.access import for_visitors
from hubapp.web.addresses import network
from hubapp.web.guesses import slow_to_ask, slow_to_guess, slow_to_guess_codes
from hubapp.web.logins import finish_log_in, half_logged_in
from hubapp.web.posted import password_typed_twice, told
from hubapp.web.words import tell

bp = Blueprint("auth", __name__)


def take_over(app: Flask) -> None:
    """Three of flask-security's addresses get views of ours. Theirs may be asked without end, take
    longer when there is an account, believe the Host of whoever asks, and let two use one link."""
    app.view_functions["security.login"] = log_in
    app.view_functions["security.forgot_password"] = forgot
    app.view_functions["security.reset_password"] = reset


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
def front_door() -> Any:
    home = "hubs.listing" if current_user.is_authenticated else "security.login"
    return redirect(url_for(home))


@bp.post("/log-out")
@for_visitors
def log_out() -> Any:
    if current_user.is_authenticated:
        operating.log_out(current_user.id, g.login_id)
    logout_user()
    return redirect(url_for("security.login"))


@for_visitors
@slow_to_guess
def log_in() -> Any:
    """``/login``."""
    reply = make_response(views.login())
    if request.method == "POST" and reply.status_code == 200:
        operating.note_refused(request.form.get("email", ""), network())
    return reply


@bp.route("/log-in/code", methods=["GET", "POST"])
@for_visitors
@slow_to_guess_codes
def second_step() -> Any:
    """The code beside the password."""
    user, wrong = half_logged_in(), None
    if user is None:
        tell(Words("Log in with your password first."), "info")
        return redirect(url_for("security.login"))
    if request.method == "POST":
        if operating.passes(user.id, request.form.get("code", "")):
            finish_log_in(user)
            return redirect(_get_post_login_redirect())
        operating.note_refused(user.email, network())
        wrong = Words("That code does not fit, or was used before. Wait for the next one.")
    page = render_template("auth/second_step.html", wrong=wrong)
    return page, {"Cache-Control": "private, no-store"}


@for_visitors
@slow_to_ask
def forgot() -> Any:
    """``/reset``: where to mail the link to."""
    email = request.form.get("email", "").strip()
    if request.method == "GET":
        return render_template("auth/forgot.html", email=email, problems={})
    try:
        operating.mail_reset_link(email)
    except Refused as refusal:
        return render_template("auth/forgot.html", email=email, problems=told(refusal))
    sentence = Words(
        "If %(email)s has an account, a link is on its way to it. It works for an hour.",
        email=email,
    )
    tell(sentence, "info")
    return redirect(url_for("security.login"))


@for_visitors
def reset(token: str) -> Any:
    """``/reset/<token>``: the new password."""
    problems = {}
    if request.method == "POST":
        try:
            if operating.reset_password(token, password_typed_twice()):
                tell(Words("Your new password is saved. Log in with it."), "info")
                return redirect(url_for("security.login"))
        except Refused as refusal:
            problems = told(refusal)
    if (dead := operating.problem_of_link(token)) is not None:
        tell(dead, "info")
        return redirect(url_for("security.forgot_password"))
    return render_template("auth/reset.html", token=token, problems=problems)
