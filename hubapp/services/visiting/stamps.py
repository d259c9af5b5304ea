"""Guards of what visitors send: signed stamps and the signed cookie. Pages are open to everybody,
so there is no session whose token could guard them."""

from __future__ import annotations

import secrets
import time
from collections.abc import Mapping

from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer, URLSafeTimedSerializer

_LONGEST = 24 * 3600
"""Seconds that a page may stay open."""
_VISIT = 24 * 3600
"""Seconds after which a link is of another visit, and perhaps of another person at the device."""
FASTEST = 0.4
"""Seconds: nobody reads and fills a form in less."""


def _keys() -> list[str]:
    """Oldest first, as itsdangerous has it: the last signs, all of them are taken."""
    config = current_app.config
    return [*reversed(config.get("SECRET_KEY_FALLBACKS") or ()), config["SECRET_KEY"]]


def _stamps() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(_keys(), salt="visitor-stamp")


def _cookies() -> URLSafeSerializer:
    return URLSafeSerializer(_keys(), salt="visitor-contact")


def stamp(place: str) -> str:
    """A token for a form at ``place`` (hub and card), made when the page was."""
    return _stamps().dumps([place, secrets.token_urlsafe(12), int(time.time() * 100) / 100])


def read_stamp(token: str, place: str) -> str | None:
    """The nonce of a stamp; None when it is forged, of another place, too old or too quick."""
    try:
        where, nonce, made = _stamps().loads(token, max_age=_LONGEST)
        fresh = time.time() - float(made) >= FASTEST
    except (BadSignature, ValueError, TypeError):
        return None
    return str(nonce) if where == place and fresh else None


def _links() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(_keys(), salt="visitor-link")


def seal_link(hub_id: int, values: Mapping[str, str]) -> str:
    """The value of the cookie that keeps what a visitor's link carried, for the visit."""
    return str(_links().dumps([hub_id, dict(values)]))


def read_link(cookie: str | None, hub_id: int) -> dict[str, str]:
    """URL parameter -> value of the link that brought the visitor to this hub."""
    try:
        where, values = _links().loads(cookie, max_age=_VISIT) if cookie else (None, {})
    except (BadSignature, ValueError, TypeError):
        return {}
    return values if where == hub_id else {}


def seal_visitor(token: str) -> str:
    """The value of the visitor's cookie."""
    return str(_cookies().dumps(token))


def read_visitor(cookie: str | None) -> str | None:
    """The token of a visitor's cookie; None when it is not ours."""
    try:
        return str(_cookies().loads(cookie)) if cookie else None
    except BadSignature:
        return None
