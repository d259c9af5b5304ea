"""Contacts: found, looked at, exported, erased. Addresses of people stand in no URL."""

from __future__ import annotations

from typing import Any

import orjson
from flask import (
    Blueprint,
    Response,
    g,
    redirect,
    render_template,
    request,
    stream_with_context,
    url_for,
)

from hubapp.blueprints.contacts.pages import download, is_admin, list_page, masked
from hubapp.services import rights
from hubapp.web.access import for_members
from hubapp.web.posted import who

bp = Blueprint("contacts", __name__)
_ONE = "/contacts/<long:contact_id>"


@bp.get("/contacts/")
@for_members("analyst")
def listing() -> Any:
    return list_page()


@bp.post("/contacts/")
@for_members("analyst")
def search() -> Any:
    """By post, so that nobody's address stands in a URL."""
    return list_page(request.form.get("who", "")[:255])


@bp.post("/contacts/receipts.csv")
@for_members("admin")
def receipts() -> Response:
    """Who agreed to what, in which words, when, and whether it was sent; a piece at a time."""
    pieces = stream_with_context(rights.all_receipts(g.workspace.id))
    return download(pieces, "text/csv", "consent-receipts.csv")


@bp.get(_ONE)
@for_members("analyst")
def profile(contact_id: int) -> Any:
    told = rights.profile(g.workspace.id, contact_id, masked())
    return render_template("contacts/profile.html", profile=told, masked=masked())


@bp.post(f"{_ONE}/export.<any(json, csv):form>")
@for_members("editor")
def export(contact_id: int, form: str) -> Any:
    told = rights.export(g.workspace.id, contact_id)
    name = f"contact-{contact_id}.{form}"
    if form == "csv":
        return download(rights.as_csv(told), "text/csv", name)
    body = orjson.dumps(told, option=orjson.OPT_INDENT_2).decode()
    return download(body, "application/json", name)


@bp.get(f"{_ONE}/erase")
@for_members("editor")
def confirm(contact_id: int) -> Any:
    return render_template(
        "contacts/erase.html",
        profile=rights.profile(g.workspace.id, contact_id),
        destinations=rights.at_destinations(g.workspace.id, contact_id),
        may_delete=is_admin(),
    )


@bp.post(f"{_ONE}/erase")
@for_members("editor")
def erase(contact_id: int) -> Any:
    whole = is_admin() and request.form.get("whole_profile") == "y"
    done = rights.erase(g.workspace.id, contact_id, whole_profile=whole, user_id=who())
    return redirect(url_for("contacts.erased", erasure_id=done.id), 303)


@bp.get("/contacts/erasures/<int:erasure_id>")
@for_members("analyst")
def erased(erasure_id: int) -> Any:
    """What is done and what is not."""
    erasure = rights.erasure_of(g.workspace.id, erasure_id)
    told = rights.account_of(erasure)
    return render_template("contacts/erased.html", erasure=erasure, told=told)
