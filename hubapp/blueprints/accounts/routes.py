"""Accounts at destinations: checks, a new key, the hubs that use it."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, g, redirect, request, url_for

from hubapp.blueprints.accounts.pages import account_page, listing_page, passport_page
from hubapp.core.errors import Refused
from hubapp.core.words import Words
from hubapp.services import integrations
from hubapp.services.integrations import AccountForm
from hubapp.web.access import for_members
from hubapp.web.posted import number_posted, told
from hubapp.web.sheets import csv_file
from hubapp.web.words import tell

bp = Blueprint("accounts", __name__)


@bp.get("/accounts")
@for_members("admin")
def listing() -> Any:
    return listing_page()


@bp.get("/accounts/<int:account_id>")
@for_members("admin")
def screen(account_id: int) -> Any:
    return account_page(account_id)


@bp.post("/accounts/<int:account_id>")
@for_members("admin")
def save(account_id: int) -> Any:
    form = _posted()
    try:
        changed = integrations.save_account(g.workspace.id, account_id, form)
    except Refused as refusal:
        return account_page(account_id, form, told(refusal))
    works = Words("Saved, and the key works. What waits goes out with it.")
    tell(works if changed else Words("Saved."), "saved")
    return redirect(url_for("accounts.screen", account_id=account_id))


@bp.post("/accounts/<int:account_id>/check")
@for_members("admin")
def check(account_id: int) -> Any:
    integrations.check_account(g.workspace.id, account_id)
    return redirect(url_for("accounts.screen", account_id=account_id))


@bp.get("/accounts/<int:account_id>/passport")
@for_members("admin")
def passport(account_id: int) -> Any:
    return passport_page(account_id)


@bp.get("/accounts/<int:account_id>/passport.csv")
@for_members("admin")
def passport_file(account_id: int) -> Any:
    """It says nothing about anybody: only names, types and samples."""
    account = integrations.account_of(g.workspace.id, account_id)
    return csv_file(f"{account.kind}-passport", integrations.passport_table(account))


@bp.post("/accounts/<int:account_id>/join")
@for_members("admin")
def join(account_id: int) -> Any:
    """All its hubs send with another account that has the same key."""
    into = number_posted("into")
    try:
        integrations.join_accounts(g.workspace.id, account_id, into)
    except Refused as refusal:
        return account_page(account_id, problems=told(refusal))
    tell(Words("Joined. All their hubs send with this account, in order."), "good")
    return redirect(url_for("accounts.screen", account_id=into))


@bp.post("/accounts/<int:account_id>/remove")
@for_members("admin")
def remove(account_id: int) -> Any:
    integrations.remove_account(g.workspace.id, account_id)
    tell(Words("The account is removed and its key forgotten."), "info")
    return redirect(url_for("accounts.listing"))


def _posted() -> AccountForm:
    typed = {key: value.strip() for key, value in request.form.items()}
    return AccountForm(typed.get("name", ""), typed.get("tag", ""), typed.get("secret", ""), typed)
