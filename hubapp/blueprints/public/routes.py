"""Routes of the published hub. Nothing here asks who you are before you play."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, current_app, g, make_response, redirect, request, url_for
from flask_limiter.util import get_remote_address
from sqlalchemy import select
from sqlalchemy.orm import undefer

from hubapp.blueprints.public import pages
from hubapp.core.card_type import NotAccepted
from hubapp.core.errors import NotFoundHere
from hubapp.core.flow import Step
from hubapp.core.theming import tokens
from hubapp.extensions import db, limiter
from hubapp.models import Asset
from hubapp.services import editing, visiting
from hubapp.services.visiting import Visit
from hubapp.web.access import for_visitors
from hubapp.web.errors import error_page

bp = Blueprint("public", __name__)
COOKIE, LINK_COOKIE = "hubapp_visitor", "hubapp_link"
_COOKIE_SECONDS = 400 * 24 * 3600
_YEAR = 31_536_000
_LARGEST_POST = 64 * 1024
_REFUSED = "We could not take this. Reload the page and send it again."


def _limit() -> str:
    return str(current_app.extensions["settings"].rate_limit_submissions)


def _who() -> str:
    return f"{get_remote_address()}:{(request.view_args or {}).get('slug', '')}"


@bp.get("/h/<slug>/")
@for_visitors
def hub(slug: str) -> Response:
    """The hub: the same bytes for everybody until the next version."""
    found = editing.live_snapshot(slug)
    if found is None:
        raise NotFoundHere
    live, version_id, snapshot = found
    told = pages.told_by_link(snapshot, request.args)
    page = pages.hub_page(slug, version_id, snapshot, urlencode(told))
    if told:
        return _with_link(_fresh(page), slug, live.id, told)
    response = make_response(page)
    response.headers["Cache-Control"] = "public, no-cache"
    g.same_for_everybody = True
    response.set_etag(f"{version_id}-{pages.RELEASE}")
    response.make_conditional(request)
    return response


@bp.get("/h/<slug>/theme-<int:version_id>.css")
@for_visitors
def theme(slug: str, version_id: int) -> Response:
    """The colours of a version."""
    found = editing.live_snapshot(slug)
    if found is None:
        raise NotFoundHere
    body = pages.theme_css(tokens(found[2].theme))
    response = Response(body, content_type="text/css; charset=utf-8")
    lasting = version_id == found[1]
    response.headers["Cache-Control"] = f"public, max-age={_YEAR if lasting else 0}"
    return response


@bp.get("/pictures/<public_id>")
@for_visitors
def picture(public_id: str) -> Response:
    query = select(Asset).where(Asset.public_id == public_id).options(undefer(Asset.body))
    asset = db.session.scalars(query).one_or_none()
    if asset is None:
        raise NotFoundHere
    response = Response(asset.body, content_type=asset.mime)
    response.headers["Cache-Control"] = f"public, max-age={_YEAR}, immutable"
    return response


@bp.get("/h/<slug>/<card_slug>/")
@for_visitors
def card(slug: str, card_slug: str) -> Response:
    visit = _visit(slug, card_slug)
    page = pages.card_page(slug, visit, None, stamp=visiting.stamp(_place(visit)))
    told = pages.told_by_link(visit.snapshot, request.args)
    return _with_link(_fresh(page), slug, visit.hub_id, told)


@bp.post("/h/<slug>/<card_slug>/")
@limiter.limit(_limit, key_func=_who)
@for_visitors
def begin(slug: str, card_slug: str) -> Any:
    """The first answer or the start form begins the play."""
    visit = _visit(slug, card_slug)
    nonce = visiting.read_stamp(request.form.get("stamp", ""), _place(visit))
    if nonce is None or not _clean_hands():
        return error_page(400, _REFUSED)
    return _go_on(slug, _with(visit, nonce=nonce, captured=_captured(visit)), None)


@bp.get("/h/<slug>/<card_slug>/<play_token>/")
@for_visitors
def play(slug: str, card_slug: str, play_token: str) -> Any:
    visit, run = _running(slug, card_slug, play_token)
    if visit is None:
        return redirect(url_for("public.card", slug=slug, card_slug=card_slug))
    return _fresh(pages.card_page(slug, visit, run))


@bp.post("/h/<slug>/<card_slug>/<play_token>/")
@limiter.limit(_limit, key_func=_who)
@for_visitors
def go_on(slug: str, card_slug: str, play_token: str) -> Any:
    """An answer, or the form at the end."""
    visit, run = _running(slug, card_slug, play_token)
    if visit is None:
        return redirect(url_for("public.card", slug=slug, card_slug=card_slug))
    if not _clean_hands():
        return error_page(400, _REFUSED)
    return _go_on(slug, visit, run)


def _go_on(slug: str, visit: Visit, run: Any) -> Any:
    at = visiting.standing(visit.card, run)
    if at.step is Step.PLAY:
        return _take_answer(slug, visit, run)
    if at.step is Step.RESULT:
        went = visiting.Went(visit.play_token, visit.contact_token or "")
        return _onwards(slug, visit, went)
    return _take_form(slug, visit, run)


def _take_form(slug: str, visit: Visit, run: Any) -> Any:
    raw = {key[2:]: value for key, value in request.form.lists() if key.startswith("f-")}
    went = visiting.submit(visit, raw)
    if isinstance(went, visiting.Returned):
        stamp = request.form.get("stamp", "")
        page = pages.card_page(slug, visit, run, stamp=stamp, raw=raw, problems=went.problems)
        return _fresh(page, 422)
    return _onwards(slug, visit, went)


def _take_answer(slug: str, visit: Visit, run: Any) -> Any:
    step = request.form.get("step", "0")
    at_step = int(step) if step.isdecimal() and len(step) < 5 else 0
    went = visiting.answer(visit, at_step, request.form.getlist("answer"))
    if isinstance(went, NotAccepted):
        stamp = request.form.get("stamp", "")
        return _fresh(pages.card_page(slug, visit, run, stamp=stamp, problem=went.sentence), 422)
    return _onwards(slug, visit, went)


def _onwards(slug: str, visit: Visit, went: visiting.Went) -> Response:
    there = url_for("public.play", slug=slug, card_slug=visit.card.slug, play_token=went.play_token)
    response = redirect(there, 303)
    if went.contact_token:
        response.set_cookie(
            COOKIE,
            visiting.seal_contact(went.contact_token),
            max_age=_COOKIE_SECONDS,
            httponly=True,
            samesite="Lax",
            secure=current_app.extensions["settings"].https,
        )
    return response  # type: ignore[return-value]


def _visit(slug: str, card_slug: str) -> Visit:
    found = editing.live_snapshot(slug)
    card_found = found[2].card_at(card_slug) if found else None
    if found is None or card_found is None:
        raise NotFoundHere
    live, version_id, snapshot = found
    cookie = visiting.read_contact(request.cookies.get(COOKIE))
    return Visit(live.id, live.workspace_id, version_id, snapshot, card_found, cookie)


def _running(slug: str, card_slug: str, play_token: str) -> tuple[Visit | None, Any]:
    """The visit of a play, by the version that it answers."""
    visit = _visit(slug, card_slug)
    run = visiting.play_of(play_token)
    if run is None or run.hub_id != visit.hub_id or run.card_id != visit.card.id:
        return None, None
    snapshot = editing.snapshot_of_version(run.version_id)
    pinned = snapshot.card(run.card_id)
    if pinned is None:
        return None, None
    return (
        _with(
            visit, version_id=run.version_id, snapshot=snapshot, card=pinned, play_token=play_token
        ),
        run,
    )


def _captured(visit: Visit) -> dict[str, str]:
    """What the newest link of this visit carried: this page's own, else the one before."""
    told = pages.told_by_link(visit.snapshot, request.args)
    return told or pages.told_by_link(
        visit.snapshot, visiting.read_link(request.cookies.get(LINK_COOKIE), visit.hub_id)
    )


def _with_link(response: Response, slug: str, hub_id: int, told: Mapping[str, str]) -> Response:
    """Keep what the link carried for the visit: the browser forgets it when it is closed."""
    if told:
        response.set_cookie(
            LINK_COOKIE,
            visiting.seal_link(hub_id, told),
            path=url_for("public.hub", slug=slug),
            httponly=True,
            samesite="Lax",
            secure=current_app.extensions["settings"].https,
        )
    return response


def _with(visit: Visit, **changes: Any) -> Visit:
    return Visit(**{**visit.__dict__, **changes})


def _place(visit: Visit) -> str:
    return f"{visit.hub_id}:{visit.card.id}"


def _clean_hands() -> bool:
    """The post comes from our own page, is small, and left the trap alone."""
    origin = request.headers.get("Origin")
    ours = origin in (None, "null", request.host_url.rstrip("/"))
    if origin == "null":
        ours = request.headers.get("Sec-Fetch-Site") in (None, "same-origin")
    site = request.headers.get("Sec-Fetch-Site", "same-origin")
    small = (request.content_length or 0) <= _LARGEST_POST
    return ours and site in ("same-origin", "none") and small and not request.form.get("website")


def _fresh(page: str, status: int = 200) -> Response:
    response = make_response(page, status)
    response.headers["Cache-Control"] = "private, no-store"
    return response
