"""Guards of what visitors send: signed stamps and the signed cookie. Pages are open to everybody,
so there is no session whose token could guard them."""

from __future__ import annotations

import json
import secrets
import time
from collections.abc import Mapping
from typing import NamedTuple

from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer, URLSafeTimedSerializer

from hubapp.doors.vault import enclose, enclosed
from hubapp.services import people
from hubapp.services.visiting.sources import ids_in

_LONGEST = 24 * 3600
"""Seconds that a page may stay open."""
_VISIT = 24 * 3600
"""Seconds after which a link is of another visit, and perhaps of another person at the device."""
FASTEST = 0.4
"""Seconds: nobody reads and fills a form in less."""


def signing_keys() -> list[str]:
    """Oldest first, as itsdangerous has it: the last signs, all of them are taken."""
    config = current_app.config
    return [*reversed(config.get("SECRET_KEY_FALLBACKS") or ()), config["SECRET_KEY"]]


def _stamps() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(signing_keys(), salt="visitor-stamp")


def _cookies() -> URLSafeSerializer:
    return URLSafeSerializer(signing_keys(), salt="visitor-contact")


def stamp(place: str, source: str = "") -> str:
    """A token for a form at ``place`` (hub and card), made when the page was. source: where whoever
    opened it came from."""
    made = int(time.time() * 100) / 100
    return _stamps().dumps([place, secrets.token_urlsafe(12), made, *([source] if source else [])])


def read_source(token: str) -> str:
    """What a stamp says of where its visitor came from; empty when it says nothing."""
    try:
        _, _, _, source = _stamps().loads(token)
    except (BadSignature, ValueError, TypeError):
        return ""
    return str(source)


def nonce_in(token: str) -> str:
    """The nonce of a stamp, whether or not it is old enough to be used; empty when it is none."""
    try:
        _, nonce, *_ = _stamps().loads(token)
    except (BadSignature, ValueError, TypeError):
        return ""
    return str(nonce)


def read_stamp(token: str, place: str) -> str | None:
    """The nonce of a stamp; None when it is forged, of another place, too old or too quick."""
    try:
        where, nonce, made, *_ = _stamps().loads(token, max_age=_LONGEST)
        fresh = time.time() - float(made) >= FASTEST
    except (BadSignature, ValueError, TypeError):
        return None
    return str(nonce) if where == place and fresh else None


class Carried(NamedTuple):
    """What a link brought to a hub. values: URL parameter -> value; link: who came by it; seconds:
    since it was last enclosed."""

    values: dict[str, str]
    link: people.Link
    seconds: float


def enclose_link(hub_id: int, values: Mapping[str, str], signature: people.Signature) -> str:
    """What a visitor's link carried, for a cookie or an address: nobody reads an id in it. Only
    reads."""
    ids = ids_in(values)
    external_id, mail = people.shown_by(hub_id, ids, signature)
    what = [hub_id, secrets.token_urlsafe(12), dict(values), external_id, mail]
    return enclose("link", json.dumps(what))


def read_link(token: str | None, hub_id: int) -> Carried | None:
    """What the link carried that brought the visitor to this hub."""
    found = enclosed("link", token, _VISIT) if token else None
    if found is None:
        return None
    where, mark, values, external_id, mail = json.loads(found[0])
    if where != hub_id:
        return None
    return Carried(values, people.Link(mark, ids_in(values), external_id, mail), found[1])


def carry(token: str) -> str:
    """A visitor's token enclosed, for an address within our own pages."""
    return enclose("visitor", token)


def read_carried(enclosed_token: str) -> str | None:
    """The token in it; None when it is forged, or of another visit."""
    found = enclosed("visitor", enclosed_token, _VISIT)
    return found[0] if found else None


def seal_visitor(token: str) -> str:
    """The value of the visitor's cookie."""
    return str(_cookies().dumps(token))


def read_visitor(cookie: str | None) -> str | None:
    """The token of a visitor's cookie; None when it is not ours."""
    try:
        return str(_cookies().loads(cookie)) if cookie else None
    except BadSignature:
        return None
