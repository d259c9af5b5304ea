"""A visit that is a test, see ``services/visiting/testing``: begun by a link, remembered in a
cookie for the visit, and said on every page."""

from __future__ import annotations

from flask import Response, current_app, request, url_for

from hubapp.blueprints.public import links
from hubapp.core.words import Words
from hubapp.services import editing, visiting
from hubapp.web import viewing
from hubapp.web.page_cache import APART as COOKIE

_KEPT, _OVER = "kept", "over"
"""In place of the key: the cookie was set just now; the test ends."""
LINK_OVER = (
    Words("This test link is no longer good"),
    Words("Nothing was begun. Whoever gave it to you finds a new one under Share."),
)
NO_COOKIE = (
    Words("The test could not begin"),
    Words(
        "This browser keeps no cookies, so your plays would count. Allow them, and open it again."
    ),
)


def visitor() -> str | None:
    """The token of the visitor of the test that this request is of; None: it is of none."""
    slug = (request.view_args or {}).get("slug")
    return visiting.visitor_of_test(slug, request.cookies.get(COOKIE)) if slug else None


def way_out(slug: str) -> str:
    """Where the test ends; empty when there is none."""
    there = url_for("public.hub", slug=slug)
    return f"{there}?{visiting.TEST}={_OVER}" if visitor() else ""


def arrival() -> Response | tuple[Words, Words] | None:
    """Begin or end a test, and send the browser on to the address without the key; or what to say
    in place of the page. None: the address says nothing of tests."""
    given = links.parameters(request.query_string.decode("latin-1"))
    key = given.pop(visiting.TEST, "")
    slug = (request.view_args or {}).get("slug", "")
    found = editing.live_snapshot(slug) if key else None
    if found is None:
        return None
    if key == _KEPT:
        return links.on_to(given) if visitor() else NO_COOKIE
    if key == _OVER:
        return _over(slug, given)
    if not visiting.is_key_of_test(found[0].id, key):
        return LINK_OVER
    return _begun(slug, given)


def leave_out() -> None:
    """The pages of a test are not counted."""
    if visitor():
        viewing.leave_out()


def _begun(slug: str, rest: dict[str, str]) -> Response:
    response = links.on_to({**rest, visiting.TEST: _KEPT})
    response.set_cookie(
        COOKIE,
        visiting.begin_test(slug),
        # For the visit: the browser forgets it when it is closed.
        max_age=None,
        path=url_for("public.hub", slug=slug),
        httponly=True,
        samesite="Lax",
        secure=current_app.extensions["settings"].https,
    )
    return response


def _over(slug: str, rest: dict[str, str]) -> Response:
    response = links.on_to(rest)
    response.delete_cookie(COOKIE, path=url_for("public.hub", slug=slug))
    return response
