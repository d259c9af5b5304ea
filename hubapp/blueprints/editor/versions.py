"""The versions of a hub, and going back to one."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for

from hubapp.blueprints.editor.rooms import bp
from hubapp.models import Hub
from hubapp.services import editing
from hubapp.web.access import for_members


@bp.get("/hubs/<int:hub_id>/versions")
@for_members("analyst")
def versions(hub: Hub) -> Any:
    return render_template(
        "editor/versions.html",
        hub=hub,
        tab="settings",
        section="versions",
        versions=editing.versions_of(hub.id),
    )


@bp.post("/hubs/<int:hub_id>/versions/<int:number>/live")
@for_members("editor")
def roll_back(hub: Hub, number: int) -> Any:
    editing.roll_back(hub.id, number)
    flash(f"Version {number} is live again. The draft stays as it is.", "good")
    return redirect(url_for("editor.versions", hub_id=hub.id))
