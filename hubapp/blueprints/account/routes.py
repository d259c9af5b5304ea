"""Your account: the password, and where you are logged in."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, g, redirect, render_template, request, url_for
from flask_login import current_user

from hubapp.core.errors import Refused
from hubapp.core.words import Words
from hubapp.services import operating
from hubapp.web.access import for_members
from hubapp.web.guesses import slow_to_guess
from hubapp.web.posted import Told, password_typed_twice, told, who
from hubapp.web.words import tell

bp = Blueprint("account", __name__, url_prefix="/account")


@bp.get("")
@for_members("analyst")
def screen() -> Any:
    return _screen({})


@bp.post("/password")
@for_members("analyst")
@slow_to_guess
def change_password() -> Any:
    try:
        new = password_typed_twice()
        operating.change_password(
            current_user._get_current_object(), request.form.get("was", ""), new, g.login_id
        )
    except Refused as refusal:
        return _screen(told(refusal))
    tell(Words("Your new password is saved. Every other browser is logged out."), "good")
    return redirect(url_for("account.screen"))


@bp.post("/logins/<int:login_id>/log-out")
@for_members("analyst")
def log_out(login_id: int) -> Any:
    operating.log_out(who(), login_id)
    tell(Words("That browser is logged out."), "good")
    return redirect(url_for("account.screen"))


@bp.post("/log-out-everywhere")
@for_members("analyst")
def log_out_everywhere() -> Any:
    operating.log_out_everywhere(who())
    tell(Words("You are logged out everywhere."), "info")
    return redirect(url_for("security.login"))


def _screen(problems: Told) -> Any:
    logins = operating.logins_of(who())
    return render_template("account/account.html", problems=problems, logins=logins)
