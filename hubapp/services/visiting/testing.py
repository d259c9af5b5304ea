"""Members try a live hub out by a link that makes their visit a test. Its plays are real ones, but
they take no turn and no stock, stand in no figure and no draw, and go to sandbox accounts alone.

A test has a visitor of its own, so that nothing that was typed in it is ever sent as somebody's."""

from __future__ import annotations

import secrets
from datetime import timedelta

from itsdangerous import BadSignature, URLSafeSerializer, URLSafeTimedSerializer

from hubapp.services.visiting.stamps import signing_keys

TEST = "hub_test"
"""The parameter of an address that makes a visit a test."""
LINK_DAYS = 30
"""So long a test link begins tests."""


def _links() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(signing_keys(), salt="test-link")


def _cookies() -> URLSafeSerializer:
    return URLSafeSerializer(signing_keys(), salt="test-visit")


def key_of_test(hub_id: int) -> str:
    """What in an address makes a visit of this hub a test."""
    return str(_links().dumps(hub_id))


def is_key_of_test(hub_id: int, key: str) -> bool:
    """It is one of this hub, and not too old."""
    try:
        said = _links().loads(key, max_age=int(timedelta(days=LINK_DAYS).total_seconds()))
    except BadSignature:
        return False
    return bool(said == hub_id)


def begin_test(slug: str) -> str:
    """The value of the cookie of a test that begins: a visitor of its own, at the hub of this
    address."""
    return str(_cookies().dumps([slug, secrets.token_urlsafe(16)]))


def visitor_of_test(slug: str, cookie: str | None) -> str | None:
    """The token of the visitor of a test at this hub; None: there is none under way."""
    try:
        where, token = _cookies().loads(cookie) if cookie else ("", "")
    except (BadSignature, ValueError, TypeError):
        return None
    return str(token) if cookie and where == slug else None
