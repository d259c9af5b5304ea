"""A copy of a card in another hub of the workspace."""

from __future__ import annotations

from typing import Any

from flask import redirect, render_template, request, url_for

from hubapp.blueprints.editor.routes import bp
from hubapp.core.errors import Refused
from hubapp.core.words import Words
from hubapp.models import Hub
from hubapp.services import editing
from hubapp.web.access import for_members
from hubapp.web.posted import Told, told, who, whole_number
from hubapp.web.words import tell

_COPY = "/hubs/<int:hub_id>/edit/cards/<card_id>/copy"


@bp.get(_COPY)
@for_members("editor")
def choose_hub(hub: Hub, card_id: str) -> Any:
    """Into which hub."""
    return _page(hub, card_id)


@bp.post(_COPY)
@for_members("editor")
def copy_card(hub: Hub, card_id: str) -> Any:
    into = whole_number(request.form.get("into", ""))
    try:
        target, copy_id = editing.copy_card_to(hub, card_id, into, who())
    except Refused as refusal:
        return _page(hub, card_id, told(refusal)), 422
    sentence = Words(
        "This is the copy in “%(hub)s”, with its form. Codes and what Braze gets did not come "
        "along: see to them here.",
        hub=target.name,
    )
    tell(sentence, "good")
    return redirect(url_for("editor.card", hub_id=target.id, card_id=copy_id))


def _page(hub: Hub, card_id: str, problems: Told | None = None) -> str:
    card, _ = editing.document(hub.id, f"card:{card_id}")
    others = [(each.id, each.name) for each in editing.hubs_of(hub.workspace_id) if each != hub]
    context = {"card": card, "card_id": card_id, "others": others, "problems": problems or {}}
    return render_template("editor/copy.html", hub=hub, tab="build", **context)
