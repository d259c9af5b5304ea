"""Links that bring something along, as those in messages do. It leaves the address at once and is
kept for the visit: in a cookie; where the browser keeps none, enclosed in the page's own links."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote, unquote_plus, urlencode

from flask import Response, current_app, redirect, request, url_for

from hubapp.blueprints.public import embedding
from hubapp.core.snapshot import HubSnapshot
from hubapp.fields import field_kind_of
from hubapp.services import editing, people, visiting
from hubapp.services.visiting import Carried
from hubapp.web.origins import from_our_page

COOKIE, PARAMETER = "hubapp_link", "hub_link"
SIGNED = ("hub_at", "hub_mail", "hub_sig")
"""What signs a link: see ``services/people/links.Signature``."""
_LONGEST = 1000
"""Characters of a value that is kept; what is longer is no id, and is left out whole."""
_CAMPAIGNS = "utm_"
_ARRIVAL = 60.0
"""Seconds between a link and the page that it leads to. Later only our own pages lead to an address
with something enclosed: whoever is sent it gets nothing of it."""


def parameters(query: str) -> dict[str, str]:
    """What an address carries, the first of each name. Some mail programs write ``&amp;`` for
    ``&``, and some count clicks with a second ``?``. A ``+`` is one in an id, for who makes links
    of ids seldom escapes it, and a blank in what campaigns are called."""
    found: dict[str, str] = {}
    for pair in re.split(r"&amp;|[&?]", query):
        name, _, value = pair.partition("=")
        name = unquote_plus(name, errors="replace")
        read = unquote_plus if name.startswith(_CAMPAIGNS) else unquote
        if value:
            found.setdefault(name, read(value, errors="replace"))
    return found


def told_by_link(snapshot: HubSnapshot, arguments: Mapping[str, str]) -> dict[str, str]:
    """The parameters that hidden fields of the hub name; nothing else of a link is kept."""
    fields = ((field_kind_of(each.kind), each) for each in visiting.hidden_fields(snapshot))
    wanted = {kind.link_parameter(field.options) for kind, field in fields if kind is not None}
    given = ((key, arguments.get(key, "")) for key in sorted(wanted))
    return {key: value for key, value in given if 0 < len(value) <= _LONGEST}


def arrival() -> Response | None:
    """Send whoever comes by a link on to the address without what it carried; None: it carried
    nothing, or what it carried rides along already."""
    slug = (request.view_args or {}).get("slug", "")
    found = editing.live_snapshot(slug)
    if found is None:
        return None
    hub, _, snapshot = found
    given = parameters(request.query_string.decode("latin-1"))
    told = told_by_link(snapshot, given)
    if told or SIGNED[-1] in given:
        return _keep_for_the_visit(slug, hub.id, given, told)
    if embedding.VISITOR in given and not embedding.visitor():
        # It was copied.
        return on_to({key: value for key, value in given.items() if key != embedding.VISITOR})
    if PARAMETER in given and (COOKIE in request.cookies or carried(hub.id) is None):
        return on_to({key: value for key, value in given.items() if key != PARAMETER})
    return None


def _keep_for_the_visit(
    slug: str, hub_id: int, given: Mapping[str, str], told: Mapping[str, str]
) -> Response:
    signature = people.Signature(*(given.get(key, "") for key in SIGNED))
    token = visiting.enclose_link(hub_id, told, signature)
    rest = {k: v for k, v in given.items() if k.startswith(_CAMPAIGNS) and k not in told}
    rest |= embedding.riding()
    # Who has a cookie of ours keeps them; of others the next request tells.
    response = on_to(rest if request.cookies else {**rest, PARAMETER: token})
    response.set_cookie(
        COOKIE,
        token,
        # For the visit: the browser forgets it when it is closed.
        max_age=None,
        path=url_for("public.hub", slug=slug),
        httponly=True,
        samesite="Lax",
        secure=current_app.extensions["settings"].https,
    )
    return response


def on_to(arguments: Mapping[str, str]) -> Response:
    """To the same address, with these arguments alone."""
    address = request.path + (f"?{urlencode(arguments)}" if arguments else "")
    response: Any = redirect(address, 303)
    response.headers["Cache-Control"] = "private, no-store"
    return response


def carried(hub_id: int) -> Carried | None:
    """What the newest link of this visit carried."""
    if COOKIE in request.cookies:
        return visiting.read_link(request.cookies[COOKIE], hub_id)
    found = visiting.read_link(request.args.get(PARAMETER), hub_id)
    if found is None or not (found.seconds < _ARRIVAL or from_our_page()):
        return None
    return found


def forget(response: Response, slug: str) -> None:
    """Whoever sits there next came by no link."""
    response.delete_cookie(COOKIE, path=url_for("public.hub", slug=slug))


def enclosed() -> str | None:
    """What rides in the links of this page, for a browser that keeps no cookie."""
    return None if COOKIE in request.cookies else request.args.get(PARAMETER)


def riding() -> str:
    """The same as the end of an address, with what a page in a frame carries on."""
    token = enclosed()
    along = embedding.riding() | ({PARAMETER: token} if token else {})
    return f"?{urlencode(along)}" if along else ""
