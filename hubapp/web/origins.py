"""Which site we are. What stands in ``Host`` is what a browser says, or whoever pretends to be one:
it has to be the name in ``HUBAPP_BASE_URL``, or this machine's own."""

from __future__ import annotations

from typing import Any

import structlog
from flask import Flask, current_app, request

from hubapp.core.words import Words
from hubapp.settings import LOOPBACK
from hubapp.web.errors import error_page
from hubapp.web.words import browsers_language, speak

log = structlog.get_logger()
_ELSEWHERE = Words("This site is not known under this address")
_OWN_LINK = Words("Open the page from its own link again.")
_NOT_FROM_HERE = Words(
    "This did not come from a page of this site. Open the page again and send it."
)


def init_app(app: Flask) -> None:
    """Look at it before a body is read."""
    app.before_request_funcs.setdefault(None, []).insert(0, _must_be_ours)
    app.before_request(_must_come_from_here)


def is_ours(origin: str) -> bool:
    """A page of this site, as the browser says it. The base URL's counts however a proxy passes it
    on: some drop the port, some do not say that visitors come by https."""
    if origin in (request.host_url.rstrip("/"), current_app.extensions["settings"].origin):
        return True
    log.warning("origin refused", origin=origin[:200], host=request.host_url[:200])
    return False


def led_here(address: str) -> bool:
    """It is the address of a page of this site."""
    own = (request.host_url, f"{current_app.extensions['settings'].origin}/")
    return address.startswith(own)


def from_our_page() -> bool:
    """The browser itself says that our own page led here. An address that was shared is opened from
    somewhere else."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is None:
        return led_here(request.referrer or "")
    return site == "same-origin"


def _must_be_ours() -> Any:
    settings = current_app.extensions["settings"]
    name = _name(request.host)
    # Load balancers ask by number whether a process lives.
    if settings.local or name in (settings.host, *LOOPBACK) or _is_health():
        return None
    log.warning("host refused", host=request.host[:200])
    speak(browsers_language())
    return error_page(400, _OWN_LINK, _ELSEWHERE)


def _is_health() -> bool:
    return (request.endpoint or "").startswith("health.")


def _must_come_from_here() -> Any:
    """Of what members post; the posts of visitors have a page of their hub for it."""
    origin = request.headers.get("Origin")
    if request.method != "POST" or request.blueprint == "public" or origin in (None, "null"):
        return None
    return None if is_ours(origin) else error_page(400, _NOT_FROM_HERE)


def _name(host: str) -> str:
    """Without its port."""
    name, colon, port = host.rpartition(":")
    return (name if colon and not port.endswith("]") else host).lower()
