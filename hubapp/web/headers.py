"""What every answer carries: safety headers, and packed as the browser takes it."""

from __future__ import annotations

import secrets

from flask import (
    Response,
    current_app,
    g,
    request,
)

from hubapp.web.assets import YEAR
from hubapp.web.compression import compressed
from hubapp.web.page_cache import remember

_NO_SENSORS = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"
NOBODY, OURSELVES = "'none'", "'self'"
"""Who may show a page in a frame."""
_OLD_WORDS = {NOBODY: "DENY", OURSELVES: "SAMEORIGIN"}


def csp_nonce() -> str:
    """The nonce of this response, for the few inline styles that carry a theme. Only for an
    attribute ``nonce``, which no style sheet and no script can read from the page."""
    if not hasattr(g, "csp_nonce"):
        g.csp_nonce = secrets.token_urlsafe(12)
    return str(g.csp_nonce)


def policy(nonce: str | None, framed_by: str) -> str:
    """The Content-Security-Policy of a page. framed_by: who may show it in a frame."""
    inline = f" 'nonce-{nonce}'" if nonce else ""
    return (
        "default-src 'self'; img-src 'self' data: blob:; object-src 'none'; base-uri 'none'; "
        f"form-action 'self'; frame-ancestors {framed_by}; script-src 'self'; "
        f"style-src 'self'{inline}"
    )


def add_headers(response: Response) -> Response:
    """Safety headers, and packed as the browser takes it."""
    framed_by = getattr(g, "framed_by", NOBODY)
    response.headers.setdefault(
        "Content-Security-Policy", policy(getattr(g, "csp_nonce", None), framed_by)
    )
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    response.headers.setdefault("Referrer-Policy", "same-origin")
    if framed_by in _OLD_WORDS:
        # It knows no list of sites, and browsers that know one do not look at it.
        response.headers.setdefault("X-Frame-Options", _OLD_WORDS[framed_by])
    response.headers.setdefault("Permissions-Policy", _NO_SENSORS)
    if hasattr(g, "member"):
        # What a member saw is nothing for the next person at this machine, nor for a proxy.
        response.headers.setdefault("Cache-Control", "private, no-store")
    if current_app.extensions["settings"].https:
        response.headers.setdefault("Strict-Transport-Security", f"max-age={YEAR}")
    response = compressed(response, request.headers.get("Accept-Encoding", ""))
    # After compression: what is remembered goes out as it is.
    same = getattr(g, "same_for_everybody", False)
    return remember(response, getattr(g, "same_until", None)) if same else response
