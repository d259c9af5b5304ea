"""What a visitor's browser brings along: where it is, what it posted, its cookies and its link."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from flask import Response, current_app, request, url_for

from hubapp.blueprints.public.openings import may_go_on
from hubapp.blueprints.public.pages import told_by_link
from hubapp.core.errors import NotFoundHere
from hubapp.core.languages import DEFAULT, LANGUAGES
from hubapp.services import editing, visiting
from hubapp.services.visiting import Visit

COOKIE, LINK_COOKIE = "hubapp_visitor", "hubapp_link"
_COOKIE_SECONDS = 90 * 24 * 3600
_MEANT = "~meant"
"""Behind a field's key: the button of the question whether something else was meant."""
_LARGEST_POST = 64 * 1024


def visit_of(slug: str, card_slug: str) -> Visit:
    """The visit of a card of the live hub. Raises NotFoundHere."""
    found = editing.live_snapshot(slug)
    card = found[2].card_at(card_slug) if found else None
    if found is None or card is None:
        raise NotFoundHere
    live, version_id, snapshot = found
    return Visit(
        live.id,
        live.workspace_id,
        version_id,
        snapshot,
        card,
        browser(),
        same_browser=_from_our_page(),
        suspect=_is_trapped(),
    )


def visit_of_play(slug: str, card_slug: str, play_token: str) -> tuple[Visit | None, Any]:
    """The visit of a play, by the version that it answers, and the play, whoever's it is; None when
    there is no such play here. Raises NotFoundHere, and NotOpen when its time is over."""
    visit = visit_of(slug, card_slug)
    run = visiting.play_of(play_token)
    if run is None or run.hub_id != visit.hub_id or run.card_id != visit.card.id:
        return None, None
    snapshot = editing.snapshot_of_version(run.version_id)
    pinned = snapshot.card(run.card_id)
    if pinned is None:
        return None, None
    may_go_on(visit, pinned, run)
    version_id = run.version_id
    return (
        replace(
            visit, version_id=version_id, snapshot=snapshot, card=pinned, play_token=play_token
        ),
        run,
    )


def _from_our_page() -> bool:
    """The browser itself says that our own page led here. An address that was shared is opened from
    somewhere else."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is None:
        return (request.referrer or "").startswith(request.host_url)
    return site == "same-origin"


def place(visit: Visit) -> str:
    """What a stamp is good for: this card of this hub."""
    return f"{visit.hub_id}:{visit.card.id}"


def beginning(visit: Visit) -> Visit | None:
    """The visit with the nonce of the page on which it begins, and with what its link carried.
    None: the page is forged, of another place, too old or too quick."""
    nonce = visiting.read_stamp(request.form.get("stamp", ""), place(visit))
    return None if nonce is None else replace(visit, nonce=nonce, captured=_captured(visit))


def _captured(visit: Visit) -> dict[str, str]:
    """What the newest link of this visit carried: this page's own, else the one before."""
    told = told_by_link(visit.snapshot, request.args)
    return told or told_by_link(
        visit.snapshot, visiting.read_link(request.cookies.get(LINK_COOKIE), visit.hub_id)
    )


def browsers_language() -> str:
    """The language that the browser would like best of those that we speak: Austrian German is
    German."""
    wanted = (each.partition("-")[0].lower() for each in request.accept_languages.values())
    return next((each for each in wanted if each in LANGUAGES), DEFAULT)


def comes_from_here() -> bool:
    """The post comes from our own page and is small. A form that fell into the trap may be a
    person's, whose browser fills in all it finds: it is kept as a suspect."""
    origin = request.headers.get("Origin")
    ours = origin in (None, "null", request.host_url.rstrip("/"))
    if origin == "null":
        ours = request.headers.get("Sec-Fetch-Site") in (None, "same-origin")
    site = request.headers.get("Sec-Fetch-Site", "same-origin")
    small = (request.content_length or 0) <= _LARGEST_POST
    return ours and site in ("same-origin", "none") and small and not _trapped_elsewhere()


def _trapped_elsewhere() -> bool:
    """The trap was filled in where nothing else can be: no browser's helper does so."""
    return _is_trapped() and not fields_posted()


def _is_trapped() -> bool:
    return bool(request.form.get("leave_empty"))


def answers_posted() -> tuple[int, list[str]]:
    """The step that was answered, and the answer."""
    step = request.form.get("step", "0")
    return int(step) if step.isdecimal() and len(step) < 5 else 0, request.form.getlist("answer")


def fields_posted() -> dict[str, list[str]]:
    """Field key -> what was typed, or what somebody said they meant when they were asked."""
    typed = {key[2:]: value for key, value in request.form.lists() if key.startswith("f-")}
    meant = {key: typed.pop(key) for key in [*typed] if key.endswith(_MEANT)}
    return typed | {key.removesuffix(_MEANT): value for key, value in meant.items()}


def browser() -> str | None:
    """The token of the browser's cookie; None when it has none of ours."""
    return visiting.read_visitor(request.cookies.get(COOKIE))


def keep_visitor(response: Response, visitor_token: str) -> None:
    """Let the browser remember who it is."""
    _set(response, COOKIE, visiting.seal_visitor(visitor_token), "/", _COOKIE_SECONDS)


def keep_link(response: Response, slug: str, hub_id: int, told: Mapping[str, str]) -> Response:
    """Keep what the link carried for the visit: the browser forgets it when it is closed."""
    if told:
        here = url_for("public.hub", slug=slug)
        _set(response, LINK_COOKIE, visiting.seal_link(hub_id, told), here, None)
    return response


def _set(response: Response, name: str, value: str, path: str, seconds: int | None) -> None:
    response.set_cookie(
        name,
        value,
        max_age=seconds,
        path=path,
        httponly=True,
        samesite="Lax",
        secure=current_app.extensions["settings"].https,
    )
