"""The screens of contacts."""

from __future__ import annotations

from collections.abc import Iterator

from flask import Response, g, render_template

from hubapp.core.words import Words
from hubapp.models import Contact
from hubapp.services import rights
from hubapp.web.attachments import kept_as


def masked() -> bool:
    """An analyst sees how values begin."""
    return bool(g.member.role == "analyst")


def is_admin() -> bool:
    """They alone delete whole profiles at destinations, and get everybody's receipts."""
    return g.member.role in ("admin", "owner")


def name_of(contact: Contact) -> Words:
    """A contact in a list, as this member may see it."""
    return rights.name_of(contact, masked())


def list_page(asked: str = "") -> str:
    """Who was found, or who came last. asked: what was typed, which stands in no address."""
    workspace_id, asked = g.workspace.id, asked.strip()
    found = rights.search(workspace_id, asked, whole=masked()) if asked else []
    newest = [] if asked else rights.newest(workspace_id)
    return render_template(
        "contacts/list.html",
        asked=asked,
        found=found,
        newest=newest,
        called=rights.names_of([*found, *newest], masked()),
        erasures=rights.erasures(workspace_id),
        name_of=name_of,
        masked=masked(),
        is_admin=is_admin(),
    )


def download(body: str | Iterator[str], mime: str, name: str) -> Response:
    """A file that the browser saves."""
    response = Response(body, content_type=f"{mime}; charset=utf-8")
    return kept_as(response, name)
