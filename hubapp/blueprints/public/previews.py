"""The draft as visitors would see it, for members only. Nothing is saved."""

from __future__ import annotations

from typing import Any

from flask import Response, make_response, redirect, request, url_for

from hubapp.blueprints.public import pages
from hubapp.blueprints.public.routes import bp
from hubapp.core.errors import NotFoundHere
from hubapp.core.theming import tokens
from hubapp.models import Hub
from hubapp.services import editing
from hubapp.services.visiting import Visit
from hubapp.web.access import for_members


@bp.get("/preview/<int:hub_id>/")
@for_members("analyst")
def preview(hub: Hub) -> Response:
    return _private(pages.preview_hub(hub.id, hub.slug, editing.draft_snapshot(hub.id)))


@bp.get("/preview/<int:hub_id>/theme.css")
@for_members("analyst")
def preview_theme(hub: Hub) -> Response:
    body = pages.theme_css(tokens(editing.draft_snapshot(hub.id).theme))
    response = Response(body, content_type="text/css; charset=utf-8")
    response.headers["Cache-Control"] = "private, no-store"
    return response


@bp.route("/preview/<int:hub_id>/<card_slug>/", methods=["GET", "POST"])
@for_members("analyst")
def preview_card(hub: Hub, card_slug: str) -> Any:
    """The first screen of a card. A post changes nothing and shows it again."""
    if request.method == "POST":
        return redirect(url_for("public.preview_card", hub_id=hub.id, card_slug=card_slug), 303)
    snapshot = editing.draft_snapshot(hub.id)
    card = snapshot.card_at(card_slug)
    if card is None:
        raise NotFoundHere
    visit = Visit(hub.id, hub.workspace_id, 0, snapshot, card)
    return _private(pages.preview_card(hub.slug, visit))


def _private(page: str) -> Response:
    response = make_response(page)
    response.headers["Cache-Control"] = "private, no-store"
    return response
