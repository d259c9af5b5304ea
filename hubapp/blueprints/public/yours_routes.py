"""Your data: what is known to a hub of whoever looks, and what they can do about it."""

from __future__ import annotations

from typing import Any

from flask import Response, make_response, redirect, request, url_for

from hubapp.blueprints.public import forms, limits, links, yours_pages
from hubapp.blueprints.public.confirm_pages import WRONG
from hubapp.blueprints.public.replies import fresh
from hubapp.blueprints.public.routes import bp, live, refuse
from hubapp.core.snapshot import HubSnapshot
from hubapp.core.words import NOTHING
from hubapp.models import Hub
from hubapp.services import rights, visiting
from hubapp.web.access import for_visitors
from hubapp.web.posted import whole_number
from hubapp.web.words import said, speaking


@bp.get("/h/<slug>/your-data")
@for_visitors
def yours(slug: str) -> Response:
    """What this browser told the hub."""
    return fresh(_page(slug, done=request.args.get("done", "")))


@bp.post("/h/<slug>/your-data")
@limits.for_posts
@for_visitors
def act_on_yours(slug: str) -> Any:
    """Take a consent back, or delete all of it; or show by a mailed code who one is."""
    hub, _, snapshot = live(slug)
    nonce = visiting.read_stamp(request.form.get("stamp", ""), f"{hub.id}:your-data")
    if nonce is None or not forms.comes_from_here():
        return refuse(slug)
    act, done = request.form.get("act", ""), ""
    if act == "find":
        return _find(slug, hub, snapshot)
    if act == "prove":
        return _prove(slug, hub, nonce)
    if act == "withdraw":
        rights.withdraw(_browser(hub), whole_number(request.form.get("consent", "")))
        done = act
    elif act == "delete":
        rights.delete_told(_browser(hub))
        done = act
    return redirect(url_for("public.yours", slug=slug, done=done), 303)


def _browser(hub: Hub) -> rights.Browser:
    brought = links.carried(hub.id)
    shown = brought.link.external_id if brought else ""
    return rights.Browser(hub.workspace_id, hub.id, forms.browser(), shown)


def _page(slug: str, **more: Any) -> str:
    hub, version_id, snapshot = live(slug)
    told = rights.told_here(_browser(hub))
    stamp = visiting.stamp(f"{hub.id}:your-data")
    return yours_pages.yours_page(slug, (version_id, snapshot), told, stamp, **more)


def _find(slug: str, hub: Hub, snapshot: HubSnapshot) -> Any:
    typed = request.form.get("email", "")
    with speaking(snapshot.language):
        asked = rights.ask_for_code(hub, snapshot.name, typed, said)
    page = _page(slug, asked=asked.token, typed=typed, wrong=asked.wrong)
    return fresh(page, 422 if asked.wrong else 200)


def _prove(slug: str, hub: Hub, nonce: str) -> Any:
    asked, code = request.form.get("asked", ""), request.form.get("code", "")
    cookie = forms.browser() or visiting.first_cookie(nonce)
    proven = rights.prove(hub, cookie, asked, code)
    if proven.tried is not visiting.Tried.RIGHT:
        wrong = WRONG.get(proven.tried, NOTHING)
        return fresh(_page(slug, asked=asked, wrong=wrong), 422)
    response = make_response(redirect(url_for("public.yours", slug=slug), 303))
    forms.keep_visitor(response, proven.visitor_token)
    return response
