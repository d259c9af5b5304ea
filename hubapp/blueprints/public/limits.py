"""How often one visitor, and everybody at one address of the network, may send something."""

from __future__ import annotations

from collections.abc import Callable
from ipaddress import ip_address
from typing import Any

from flask import current_app, request
from flask_limiter.util import get_remote_address

from hubapp.extensions import limiter


def for_posts(view: Callable[..., Any]) -> Callable[..., Any]:
    """Limit a visitor's posts closely, and those of a network generously: a stadium or a mobile
    carrier stands behind one address."""
    by_visitor = limiter.limit(_of_visitor, key_func=visitor)
    by_network = limiter.limit(_of_network, key_func=network)
    limited: Callable[..., Any] = by_network(by_visitor(view))
    return limited


def visitor() -> str:
    """The play that is gone on with, or the page on which one begins. Whoever makes up others
    meets the limit of their network."""
    given = request.view_args or {}
    began = request.form.get("stamp", "")[-64:]
    return f"{network()}:{given.get('card_slug', '')}:{given.get('play_token', began)[:64]}"


def network() -> str:
    """Hub and address: of IPv6 the /64 that a household or a phone is given as a whole."""
    address = get_remote_address()
    try:
        number = ip_address(address)
    except ValueError:
        number = None
    if number is not None and number.version == 6:
        mapped = number.ipv4_mapped
        address = str(mapped or ip_address(int(number) >> 64 << 64))
    return f"{address}:{(request.view_args or {}).get('slug', '')}"


def _of_visitor() -> str:
    return str(current_app.extensions["settings"].rate_limit_visitor)


def _of_network() -> str:
    return str(current_app.extensions["settings"].rate_limit_submissions)
