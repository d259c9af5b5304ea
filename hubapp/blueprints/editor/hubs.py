"""The list of hubs, a new hub, general settings."""

from __future__ import annotations

from typing import Any

from flask import flash, g, redirect, render_template, request, url_for

from hubapp.blueprints.editor.rooms import bp, posted_pairs, told, who
from hubapp.core.errors import DomainError
from hubapp.core.reading import colour
from hubapp.core.theming import PRESETS
from hubapp.models import Hub
from hubapp.services import editing
from hubapp.web.access import for_members


def theme_from(form: Any) -> dict[str, str]:
    """A theme as the screens post it."""
    presets = {preset.key: preset for preset in PRESETS}
    preset = presets.get(form.get("preset", ""), PRESETS[0])
    return {
        "preset": preset.key,
        "background": colour(form.get("background"), preset.background),
        "accent": colour(form.get("accent"), preset.accent),
    }


@bp.get("/hubs/")
@for_members("analyst")
def hubs() -> Any:
    return render_template("editor/hubs.html", hubs=editing.hubs_of(g.workspace.id))


@bp.get("/hubs/new")
@for_members("editor")
def new_hub() -> Any:
    return render_template("editor/new_hub.html", presets=PRESETS, problems={}, values={})


@bp.post("/hubs/new")
@for_members("editor")
def create_hub() -> Any:
    form = request.form
    try:
        posted = dict(posted_pairs(g.workspace.id))
        hub = editing.create_hub(
            g.workspace.id,
            who(),
            form.get("name", ""),
            form.get("slug", ""),
            theme_from(form),
            posted.get("logo", ""),
        )
    except DomainError as refusal:
        problems = told(refusal)
        page = render_template(
            "editor/new_hub.html", presets=PRESETS, problems=problems, values=form
        )
        return page, 422
    return redirect(url_for("editor.build", hub_id=hub.id))


@bp.get("/hubs/<int:hub_id>/settings")
@for_members("editor")
def settings(hub: Hub) -> Any:
    return render_template(
        "editor/settings.html", hub=hub, tab="settings", section="general", problems={}
    )


@bp.post("/hubs/<int:hub_id>/settings")
@for_members("editor")
def save_settings(hub: Hub) -> Any:
    try:
        editing.change_address(hub, request.form.get("slug", ""))
    except DomainError as refusal:
        page = render_template(
            "editor/settings.html",
            hub=hub,
            tab="settings",
            section="general",
            problems=told(refusal),
        )
        return page, 422
    flash("The address is saved. Links to the old one no longer work.", "good")
    return redirect(url_for("editor.settings", hub_id=hub.id))


@bp.post("/hubs/<int:hub_id>/unpublish")
@for_members("editor")
def unpublish(hub: Hub) -> Any:
    editing.unpublish(hub.id)
    flash("The hub is off the air. Publish it, or make a version live, to bring it back.", "good")
    return redirect(url_for("editor.settings", hub_id=hub.id))
