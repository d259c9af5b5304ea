"""The link for a device that many people use."""

from __future__ import annotations

from typing import Any

from flask import make_response, redirect, request, url_for

from hubapp.blueprints.public import forms, kiosk, links
from hubapp.blueprints.public.routes import bp, live
from hubapp.web.access import for_visitors


@bp.get("/h/<slug>/kiosk", endpoint="kiosk")
@for_visitors
def start(slug: str) -> Any:
    """The start for whoever comes next: nothing is left of the one before. ``?leave`` ends it."""
    live(slug)
    response: Any = make_response(redirect(url_for("public.hub", slug=slug), 302))
    response.headers["Cache-Control"] = "private, no-store"
    forms.forget_visitor(response)
    links.forget(response, slug)
    if "leave" in request.args:
        kiosk.end(response, slug)
    else:
        kiosk.begin(response, slug)
    return response
