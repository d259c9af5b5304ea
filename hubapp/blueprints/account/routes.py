"""Your account: the password, the second factor, and where you are logged in."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, g, redirect, request, session, url_for
from flask_login import current_user

from hubapp.blueprints.account.pages import (
    KEY,
    account_page,
    codes_page,
    secret_of_session,
    set_up_page,
)
from hubapp.core.errors import Refused
from hubapp.core.words import Words
from hubapp.services import operating
from hubapp.web.access import for_members
from hubapp.web.guesses import slow_to_guess
from hubapp.web.posted import password_typed_twice, told, who
from hubapp.web.words import speak, tell

bp = Blueprint("account", __name__, url_prefix="/account")


@bp.get("")
@for_members("analyst")
def screen() -> Any:
    return account_page({})


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
        return account_page(told(refusal))
    tell(Words("Your new password is saved. Every other browser is logged out."), "saved")
    return redirect(url_for("account.screen"))


@bp.post("/language")
@for_members("analyst")
def choose_language() -> Any:
    chosen = request.form.get("language", "")
    try:
        operating.read_in(current_user._get_current_object(), chosen)
    except Refused as refusal:
        return account_page(told(refusal))
    if chosen:
        speak(chosen)
    tell(Words("The language is saved."), "saved")
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


@bp.get("/second-factor")
@for_members("analyst", outside=True)
def set_up_second_factor() -> Any:
    if operating.has_second_factor(who()):
        return redirect(url_for("account.screen"))
    return set_up_page({})


@bp.post("/second-factor")
@for_members("analyst", outside=True)
@slow_to_guess
def turn_on_second_factor() -> Any:
    code, password = request.form.get("code", ""), request.form.get("password", "")
    try:
        me = current_user._get_current_object()
        codes = operating.turn_on(me, g.login_id, secret_of_session(), code, password)
    except Refused as refusal:
        return set_up_page(told(refusal))
    session.pop(KEY)
    return codes_page(codes)


@bp.post("/second-factor/off")
@for_members("analyst")
@slow_to_guess
def turn_off_second_factor() -> Any:
    try:
        operating.turn_off(
            current_user._get_current_object(), request.form.get("password_of_factor", "")
        )
    except Refused as refusal:
        return account_page({"password_of_factor": told(refusal)["password"]})
    tell(Words("Your second factor is off. Your password alone logs you in."), "info")
    return redirect(url_for("account.screen"))


@bp.post("/second-factor/codes")
@for_members("analyst")
@slow_to_guess
def renew_recovery_codes() -> Any:
    me = current_user._get_current_object()
    try:
        codes = operating.renew_codes(me, request.form.get("password_of_factor", ""))
    except Refused as refusal:
        return account_page({"password_of_factor": told(refusal)["password"]})
    return codes_page(codes)
