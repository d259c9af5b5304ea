"""What a visitor's browser brings along: where it is, what it posted, its cookie."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from flask import Response, request

from hubapp.blueprints.public import embedding, kiosk, links, testing
from hubapp.blueprints.public.openings import may_go_on
from hubapp.core.errors import NotFoundHere
from hubapp.core.source import source_of
from hubapp.services import editing, visiting
from hubapp.services.visiting import Visit
from hubapp.web.origins import from_our_page, is_ours

COOKIE = "hubapp_visitor"
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
    embedding.note(live)
    tester = testing.visitor()
    return Visit(
        live.id,
        live.workspace_id,
        version_id,
        snapshot,
        card,
        tester or (None if kiosk.on() else browser()),
        same_browser=from_our_page() and not kiosk.on(),
        suspect=_is_trapped(),
        test=tester is not None,
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
    found = replace(visit, version_id=run.version_id, snapshot=snapshot, card=pinned)
    visitor = testing.visitor() or browser()
    return replace(found, play_token=play_token, visitor_token=visitor), run


def place(visit: Visit) -> str:
    """What a stamp is good for: this card of this hub. A page of a test begins nothing once the
    test is over, and none from before begins a test."""
    return f"{visit.hub_id}:{visit.card.id}{':test' if visit.test else ''}"


def beginning(visit: Visit) -> Visit | None:
    """The visit with the nonce of the page on which it begins, and with what its link carried.
    None: the page is forged, of another place, too old or too quick."""
    stamp = request.form.get("stamp", "")
    nonce, came = visiting.read_stamp(stamp, place(visit)), visiting.read_source(stamp)
    if nonce is None:
        return None
    brought = None if kiosk.on() else links.carried(visit.hub_id)
    if brought is None:
        return replace(visit, nonce=nonce, source=came)
    told = links.told_by_link(visit.snapshot, brought.values)
    # A test shows to be nobody.
    link = brought.link.unsigned() if visit.test else brought.link
    return replace(visit, nonce=nonce, source=came, captured=told, link=link)


def source(hub_id: int) -> str:
    """Where whoever opens this page came from: kept in its stamp, and in no cookie."""
    brought = links.carried(hub_id)
    # What a hidden field asks for has left the address already.
    carried = urlencode(brought.values) if brought else ""
    query = request.query_string.decode("latin-1")
    return source_of(f"{query}&{carried}", request.referrer or "", request.host)


def comes_from_here() -> bool:
    """The post comes from our own page and is small. A form that fell into the trap may be a
    person's, whose browser fills in all it finds: it is kept as a suspect."""
    origin = request.headers.get("Origin")
    ours = origin in (None, "null") or is_ours(str(origin))
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
    """The token of the browser's cookie, or what our own page carried on in a frame where the
    browser keeps none; None when there is neither."""
    return visiting.read_visitor(request.cookies.get(COOKIE)) or embedding.visitor()


def keep_visitor(response: Response, visitor_token: str) -> None:
    """Let the browser remember who it is."""
    response.set_cookie(
        COOKIE,
        visiting.seal_visitor(visitor_token),
        max_age=_COOKIE_SECONDS,
        path="/",
        httponly=True,
        **embedding.cookie_kind(),
    )


def forget_visitor(response: Response) -> None:
    """Somebody else sits there next."""
    response.delete_cookie(COOKIE, path="/")
