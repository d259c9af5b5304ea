"""A hub that is about to be made, as visitors would see it. Nothing of it is kept."""

from __future__ import annotations

from typing import Any

from flask import Response, g, request, url_for

from hubapp.blueprints.public import looks, pages
from hubapp.blueprints.public.replies import fresh, style
from hubapp.blueprints.public.routes import bp
from hubapp.core.snapshot import Theme
from hubapp.core.theming import theme_of
from hubapp.services import editing
from hubapp.web.access import for_members
from hubapp.web.headers import OURSELVES
from hubapp.web.words import words_in


@bp.get("/preview/new/")
@for_members("editor")
def start_preview() -> Response:
    """By what New hub has been told so far."""
    given = request.args
    name = given.get("name", "").strip()[:120]
    goal, logo, language = (given.get(key, "") for key in ("goal", "logo", "language"))
    snapshot = editing.start_of(name, goal, _theme(), logo, language, words_in(language))
    g.framed_by = OURSELVES
    query: dict[str, Any] = {key: given.get(key, "") for key in ("preset", "background", "accent")}
    return fresh(pages.preview_start(snapshot, url_for("public.start_theme", **query)))


@bp.get("/preview/new/theme.css")
@for_members("editor")
def start_theme() -> Response:
    response = style(looks.style_of(Theme(**_theme())))
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _theme() -> dict[str, Any]:
    given = request.args
    return theme_of(given.get("preset"), given.get("background"), given.get("accent"))
