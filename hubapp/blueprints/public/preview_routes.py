"""The draft as visitors would see it, for members only. Nothing is saved."""

from __future__ import annotations

from typing import Any

from flask import Response, redirect, url_for

from hubapp.blueprints.public import looks, pages
from hubapp.blueprints.public.replies import fresh, style
from hubapp.blueprints.public.routes import bp
from hubapp.core.errors import NotFoundHere
from hubapp.models import Hub
from hubapp.services import editing
from hubapp.services.visiting import Visit
from hubapp.web.access import for_members


@bp.get("/preview/<int:hub_id>/")
@for_members("analyst")
def preview(hub: Hub) -> Response:
    """The draft as visitors would see it, for members only. Nothing is saved."""
    return fresh(pages.preview_hub(hub.id, hub.slug, editing.draft_snapshot(hub.id)))


@bp.get("/preview/<int:hub_id>/theme.css")
@for_members("analyst")
def preview_theme(hub: Hub) -> Response:
    response = style(looks.style_of(editing.draft_snapshot(hub.id).theme))
    response.headers["Cache-Control"] = "private, no-store"
    return response


@bp.get("/preview/<int:hub_id>/<card_slug>/")
@for_members("analyst")
def preview_card(hub: Hub, card_slug: str) -> Response:
    """The first screen of a card."""
    snapshot = editing.draft_snapshot(hub.id)
    card = snapshot.card_at(card_slug)
    if card is None:
        raise NotFoundHere
    visit = Visit(hub.id, hub.workspace_id, 0, snapshot, card)
    return fresh(pages.preview_card(hub.slug, visit))


@bp.post("/preview/<int:hub_id>/<card_slug>/")
@for_members("analyst")
def answer_in_preview(hub: Hub, card_slug: str) -> Any:
    """Changes nothing and shows the first screen again."""
    return redirect(url_for("public.preview_card", hub_id=hub.id, card_slug=card_slug), 303)
