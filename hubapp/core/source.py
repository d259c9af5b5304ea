"""Where a visit came from: what its link calls it, or else the site that led here. A name that is
counted, of nobody."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

LONGEST = 60
OTHER = "other"
"""Beyond what is told apart in a day."""
_KEPT = re.compile(r"[^\w.\- ]+")


def source_of(query: str, referrer: str, host: str) -> str:
    """``utm_source`` of the page's address, or of the page of ours that led to it; else the host of
    the site that did; empty: nobody knows. query: of the page's address; host: our own."""
    named = _utm(query)
    if named or not referrer:
        return named
    try:
        came = urlsplit(referrer)
        name = (came.hostname or "").removeprefix("www.")
        own = came.netloc == host
    except ValueError:
        return ""
    return _utm(came.query) if own else _clean(name)


def _utm(query: str) -> str:
    try:
        given = parse_qs(query, max_num_fields=100).get("utm_source", [""])
    except ValueError:
        return ""
    return _clean(given[0])


def _clean(text: str) -> str:
    """Short, in small letters, and no address of anybody."""
    name = text.partition("@")[0] if "@" in text else text
    return _KEPT.sub("", name).strip().lower()[:LONGEST]
