"""Who sends too often waits, before anything else is done."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import request

from hubapp.services import visiting
from hubapp.web.addresses import network
from hubapp.web.errors import error_page

View = Callable[..., Any]


def for_posts(view: View) -> View:
    """Limit a visitor's posts closely, and those of a network generously: a stadium or a mobile
    carrier stands behind one address."""

    @wraps(view)
    def limited(**given: Any) -> Any:
        wait = visiting.wait_of(given["slug"], network(), visitor(given))
        if not wait:
            return view(**given)
        page, code = error_page(429)
        return page, code, {"Retry-After": str(math.ceil(wait))}

    return limited


def visitor(given: dict[str, Any]) -> str:
    """The play that is gone on with, or the page on which one begins. Whoever makes up others
    meets the limit of their network."""
    began = request.form.get("stamp", "")[-64:]
    return f"{given.get('card_slug', '')}:{given.get('play_token', began)[:64]}"
