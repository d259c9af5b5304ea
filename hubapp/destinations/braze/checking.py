"""What can be tried of an account without writing anything (CONTRACT 1.2)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hubapp.core.destination import Check, Reply
from hubapp.core.words import Words
from hubapp.destinations.braze.endpoints import to_braze
from hubapp.destinations.braze.replies import speaks_like_braze

_MENU = "Settings, APIs and Identifiers"


_ADDRESS = Words("Compare the endpoint with the address of your Braze dashboard.")
_KEY = Words(
    "Look in Braze under %(menu)s: the key is of another instance, or was deleted.", menu=_MENU
)
_TRACK = Words(
    "In Braze a key cannot be changed: make a new one under %(menu)s, with the permission "
    "users.track.",
    menu=_MENU,
)
_DELETE = Words(
    "Without it, whoever erases somebody deletes their profile in Braze by hand. Make a new key "
    "under %(menu)s to have it done from here.",
    menu=_MENU,
)
_MAY_DELETE = Words("It may delete users (users.delete), for people who ask to be erased")


def checks(settings: Mapping[str, Any], secret: str) -> list[Check]:
    """The address, the key, what it must be allowed to do and what it may be. An empty body is
    refused by whoever may come in, and changes nothing."""
    track = to_braze(settings, secret, b"{}")
    delete = to_braze(settings, secret, b"{}", "/users/delete")
    return [
        Check(Words("Braze answers at this address"), track, speaks_like_braze, _ADDRESS),
        Check(Words("The key belongs to a workspace there"), track, _lets_in, _KEY),
        Check(Words("It may write users (users.track)"), track, _allows, _TRACK),
        Check(_MAY_DELETE, delete, _allows, _DELETE, needed=False),
    ]


def _lets_in(reply: Reply) -> bool | None:
    return reply.status != 401 if speaks_like_braze(reply) else None


def _allows(reply: Reply) -> bool | None:
    """400: let in, and there was nothing to do. Braze answers 401 or 403 to a key that may not."""
    if not speaks_like_braze(reply):
        return None
    if reply.status in (401, 403):
        return False
    return True if reply.status in (200, 201, 202, 400) else None
