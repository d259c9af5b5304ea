"""Your data: what is known to a hub of whoever looks, and what they can do about it."""

from __future__ import annotations

from typing import Any

from flask import Response, redirect, request, url_for

from hubapp.blueprints.public import forms, limits, pages
from hubapp.blueprints.public.replies import fresh
from hubapp.blueprints.public.routes import bp, live, refuse
from hubapp.services import rights, visiting
from hubapp.web.access import for_visitors
from hubapp.web.posted import whole_number


@bp.get("/h/<slug>/your-data")
@for_visitors
def yours(slug: str) -> Response:
    """What this browser told the hub."""
    hub, version_id, snapshot = live(slug)
    told = rights.told_here(hub.workspace_id, hub.id, forms.browser())
    stamp, done = visiting.stamp(f"{hub.id}:your-data"), request.args.get("done", "")
    return fresh(pages.yours_page(slug, (version_id, snapshot), told, stamp, done))


@bp.post("/h/<slug>/your-data")
@limits.for_posts
@for_visitors
def act_on_yours(slug: str) -> Any:
    """Take a consent back, or delete all of it."""
    hub, _, _ = live(slug)
    stamp = visiting.read_stamp(request.form.get("stamp", ""), f"{hub.id}:your-data")
    if stamp is None or not forms.comes_from_here():
        return refuse(slug)
    mine = (hub.workspace_id, hub.id, forms.browser())
    act = request.form.get("act", "")
    if act == "withdraw":
        rights.withdraw(*mine, whole_number(request.form.get("consent", "")))
    elif act == "delete":
        rights.delete_told(*mine)
    return redirect(url_for("public.yours", slug=slug, done=act), 303)
