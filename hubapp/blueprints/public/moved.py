"""Addresses that a hub or a card had before lead to where it is now."""

from __future__ import annotations

from typing import Any

from flask import Response, redirect, request, url_for

from hubapp.services import editing


def on_to() -> Response | None:
    """What was asked for, where it is now, with all that the address carried; a form goes along.
    None: nothing has moved from here."""
    given: dict[str, Any] = dict(request.view_args or {})
    slug = given.get("slug", "")
    if hub := editing.moved_to(slug):
        given["slug"] = hub
    elif card := _card_of(slug, given.get("card_slug", "")):
        given["card_slug"] = card
    else:
        return None
    query = request.query_string.decode("latin-1")
    there = url_for(str(request.endpoint), **given) + (f"?{query}" if query else "")
    response: Any = redirect(there, 308)
    # The address may be somebody else's once the hub is gone.
    response.headers["Cache-Control"] = "no-cache"
    return response


def _card_of(slug: str, card_slug: str) -> str | None:
    found = editing.live_snapshot(slug) if card_slug else None
    return editing.card_moved_to(found[0].id, found[2], card_slug) if found else None
