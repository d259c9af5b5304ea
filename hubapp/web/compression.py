"""Brotli or gzip for text answers."""

from __future__ import annotations

import gzip
from functools import lru_cache

import brotli
from flask import Response
from werkzeug.datastructures import Accept
from werkzeug.http import parse_accept_header

_SMALLEST = 500
"""Bytes; below it the header outweighs the gain."""
CODINGS = ("br", "gzip")
"""The better first. Browsers ask for br over https alone."""
_LONGEST = 64
_TEXT = ("text/", "application/json", "image/svg+xml")


def coding_for(accepted: str) -> str:
    """``br``, ``gzip`` or nothing: the best that the browser takes, by its Accept-Encoding
    (``br;q=0`` says no)."""
    # What browsers say is kept, for it is asked with each answer; what is longer, nobody's is.
    return _known(accepted) if len(accepted) <= _LONGEST else _coding_for(accepted)


def _coding_for(accepted: str) -> str:
    found: Accept = parse_accept_header(accepted, Accept)
    return next((coding for coding in CODINGS if found[coding] > 0), "")


_known = lru_cache(maxsize=64)(_coding_for)


def packed(body: bytes, coding: str, lasting: bool) -> bytes:
    """``body`` in a coding. lasting: it is sent more than once, so it may take longer."""
    if coding == "br":
        return bytes(brotli.compress(body, quality=9 if lasting else 4))
    # Without the time of day, so that the same is the same everywhere.
    return gzip.compress(body, 9 if lasting else 6, mtime=0)


def compressed(response: Response, accepted: str) -> Response:
    """``response`` in the best coding that the browser takes, when it is text worth the while."""
    if (
        response.direct_passthrough
        or response.status_code != 200
        or "Content-Encoding" in response.headers
        or not (response.content_type or "").startswith(_TEXT)
    ):
        return response
    response.vary.add("Accept-Encoding")
    body, coding = response.get_data(), coding_for(accepted)
    if coding and len(body) >= _SMALLEST:
        lasting = "public" in response.headers.get("Cache-Control", "")
        response.set_data(packed(body, coding, lasting))
        response.headers["Content-Encoding"] = coding
    return response
