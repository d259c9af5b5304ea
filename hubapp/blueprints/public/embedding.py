"""A hub inside somebody else's page. There a browser often keeps no cookie of ours, so our own
pages carry on who the visitor is. What carries it opens nothing when it is copied: it counts only
where the browser says that one of our own pages led there."""

from __future__ import annotations

from typing import Any

from flask import Response, current_app, g, request

from hubapp.models import Hub
from hubapp.services import visiting
from hubapp.web.headers import OURSELVES
from hubapp.web.origins import from_our_page

FLAG, VISITOR = "embed", "hub_as"
_SHOWN = {f"public.{each}" for each in "hub card begin play go_on not_you code code_again".split()}
"""What may stand in a frame. Not what a visitor's data can be deleted on."""


def on() -> bool:
    """The page is for a frame."""
    return request.args.get(FLAG) == "1" and request.endpoint in _SHOWN


def visitor() -> str | None:
    """The token of the visitor whom our own page before this one was for."""
    carried = request.args.get(VISITOR) if on() else None
    return visiting.read_carried(carried) if carried and from_our_page() else None


def keep(visitor_token: str) -> None:
    """Who the pages after this one are for."""
    g.embedded_visitor = visitor_token


def riding() -> dict[str, str]:
    """What goes along in the page's own links."""
    if not on():
        return {}
    token = g.get("embedded_visitor") or visitor()
    return {FLAG: "1", **({VISITOR: visiting.carry(token)} if token else {})}


def note(hub: Hub) -> None:
    """Whose page this is."""
    g.shown_hub = (tuple(hub.frame_sites.split()), hub.unlisted)


def sites() -> tuple[str, ...] | None:
    """Whom a page in a frame talks to; None: it is in no frame."""
    return g.get("shown_hub", ((), False))[0] if on() else None


def allow(response: Response) -> Response:
    """Let the sites that the hub names show this page in a frame, and nobody else; and ask search
    engines to leave it out, if the hub wants that."""
    if on():
        g.framed_by = " ".join([OURSELVES, *(sites() or ())])
    if g.get("shown_hub", ((), False))[1]:
        response.headers["X-Robots-Tag"] = "noindex"
    return response


def cookie_kind() -> dict[str, Any]:
    """How the visitor's cookie is kept: in a frame by the site around it, where browsers can."""
    https = current_app.extensions["settings"].https
    if on() and https:
        return {"samesite": "None", "secure": True, "partitioned": True}
    return {"samesite": "Lax", "secure": https}
