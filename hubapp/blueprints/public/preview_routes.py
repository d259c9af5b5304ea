"""The draft as visitors would see it, for members, and for whoever has a link that a member made.
Nothing is saved."""

from __future__ import annotations

from typing import Any

from flask import Response, g, redirect, request, url_for

from hubapp.blueprints.public import looks, pages
from hubapp.blueprints.public.preview_pages import preview_card as preview_card_page
from hubapp.blueprints.public.replies import fresh, style
from hubapp.blueprints.public.routes import bp
from hubapp.core.errors import NotFoundHere
from hubapp.models import Hub
from hubapp.services import editing
from hubapp.services.visiting import Visit
from hubapp.web.access import for_members, for_visitors
from hubapp.web.headers import OURSELVES


@bp.get("/preview/<int:hub_id>/")
@for_members("analyst")
def preview(hub: Hub) -> Response:
    """The draft as visitors would see it, for members only. Nothing is saved."""
    draft, framed = editing.draft_snapshot(hub.id), "framed" in request.args
    return _beside(fresh(pages.preview_hub(hub.id, hub.slug, draft, framed=framed)))


@bp.get("/preview/<int:hub_id>/theme.css")
@for_members("analyst")
def preview_theme(hub: Hub) -> Response:
    return _theme_of(hub)


@bp.get("/preview/<int:hub_id>/<card_slug>/")
@for_members("analyst")
def preview_card(hub: Hub, card_slug: str) -> Response:
    """A card: its first screen, or what is being edited (``item``, ``moment``)."""
    seen = {name: request.args.get(name, "") for name in ("item", "moment")}
    framed = "framed" in request.args
    return _beside(fresh(_card_of(hub, card_slug, framed=framed, **seen)))


@bp.post("/preview/<int:hub_id>/<card_slug>/")
@for_members("analyst")
def answer_in_preview(hub: Hub, card_slug: str) -> Any:
    """Changes nothing and shows the first screen again."""
    return redirect(url_for("public.preview_card", hub_id=hub.id, card_slug=card_slug), 303)


@bp.get("/p/<carried>/")
@for_visitors
def shared_preview(carried: str) -> Response:
    """For whoever has the link; see ``editing.make_preview_link``."""
    hub = editing.hub_of_preview(carried)
    draft = editing.draft_snapshot(hub.id)
    return _unlisted(fresh(pages.preview_hub(hub.id, hub.slug, draft, carried)))


@bp.get("/p/<carried>/theme.css")
@for_visitors
def shared_preview_theme(carried: str) -> Response:
    return _theme_of(editing.hub_of_preview(carried))


@bp.get("/p/<carried>/<card_slug>/")
@for_visitors
def shared_preview_card(carried: str, card_slug: str) -> Response:
    return _unlisted(fresh(_card_of(editing.hub_of_preview(carried), card_slug, carried=carried)))


@bp.post("/p/<carried>/<card_slug>/")
@for_visitors
def answer_in_shared_preview(carried: str, card_slug: str) -> Any:
    """Changes nothing and shows the first screen again."""
    here = url_for("public.shared_preview_card", carried=carried, card_slug=card_slug)
    return redirect(here, 303)


def _beside(response: Response) -> Response:
    """In a frame beside what is being edited."""
    g.framed_by = OURSELVES
    return response


def _theme_of(hub: Hub) -> Response:
    draft = editing.draft_snapshot(hub.id)
    response = style(looks.style_of(draft.theme, draft.face))
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _card_of(hub: Hub, card_slug: str, **seen: Any) -> str:
    snapshot = editing.draft_snapshot(hub.id)
    card = snapshot.card_at(card_slug)
    if card is None:
        raise NotFoundHere
    visit = Visit(hub.id, hub.workspace_id, 0, snapshot, card)
    return preview_card_page(hub.slug, visit, **seen)


def _unlisted(response: Response) -> Response:
    # The address opens the draft, so nobody lists it, and nobody it links to is told of it.
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
