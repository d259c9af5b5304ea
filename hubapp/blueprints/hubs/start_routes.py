"""New hub: its logo first, then what it is for."""

from __future__ import annotations

from typing import Any

from flask import g, jsonify, redirect, request, url_for

from hubapp.blueprints.hubs.forms import NewHub
from hubapp.blueprints.hubs.pages import new_hub_page
from hubapp.blueprints.hubs.routes import bp
from hubapp.core.errors import DomainError
from hubapp.core.languages import DEFAULT
from hubapp.core.theming import theme_of
from hubapp.core.time_zones import UTC_NAME
from hubapp.services import editing
from hubapp.web.access import for_members
from hubapp.web.posted import posted_pairs, told, who
from hubapp.web.words import said, words_in


@bp.get("/hubs/new")
@for_members("editor")
def new() -> Any:
    return new_hub_page(NewHub())


@bp.post("/hubs/new/logo")
@for_members("editor")
def try_logo() -> Any:
    """Keep a logo, and tell its two strongest colours, for the script of New hub."""
    try:
        logo = dict(posted_pairs(g.workspace.id)).get("logo", "")
    except DomainError as refusal:
        return jsonify(problem=" ".join(map(said, told(refusal).values()))), 422
    return jsonify(logo=logo, **_colours(logo))


@bp.post("/hubs/new")
@for_members("editor")
def create() -> Any:
    form = NewHub()
    try:
        logo = dict(posted_pairs(g.workspace.id)).get("logo", "")
        hub = editing.create_hub(
            g.workspace.id,
            who(),
            form.name.data or "",
            form.slug.data or "",
            _theme(form, logo),
            logo,
            time_zone=form.time_zone.data or UTC_NAME,
            language=form.language.data or DEFAULT,
            goal=form.goal.data or "",
            say=words_in(form.language.data or DEFAULT),
        )
    except DomainError as refusal:
        return new_hub_page(form, told(refusal))
    return redirect(url_for("editor.build", hub_id=hub.id))


def _theme(form: NewHub, logo: str) -> dict[str, str]:
    """What was chosen; the logo's colours where it came with the form itself, as without a script,
    and nobody chose others."""
    theme = form.theme()
    file = request.files.get("logo_file")
    untouched = theme == theme_of(theme["preset"], None, None)
    return {**theme, **_colours(logo)} if file and file.filename and untouched else theme


def _colours(logo: str) -> dict[str, str]:
    if not logo:
        return {}
    return dict(editing.colours_of(editing.picture(logo).body)._asdict())
