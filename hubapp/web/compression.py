"""Brotli for text answers."""

from __future__ import annotations

from functools import lru_cache

import brotli
from flask import Response
from werkzeug.datastructures import Accept
from werkzeug.http import parse_accept_header

_SMALLEST = 500
"""Bytes; below it the header outweighs the gain."""
_TEXT = ("text/", "application/json", "image/svg+xml")


@lru_cache(maxsize=128)
def takes_brotli(accepted: str) -> bool:
    """The browser takes it, by its Accept-Encoding (``br;q=0`` says no)."""
    found: Accept = parse_accept_header(accepted, Accept)
    return bool(found["br"] > 0)


def packed(body: bytes, lasting: bool) -> bytes:
    """``body`` in brotli. lasting: it is sent more than once, so it may take longer."""
    return bytes(brotli.compress(body, quality=9 if lasting else 4))


def compressed(response: Response, accepted: str) -> Response:
    """``response`` in brotli when the browser takes it and it is text worth the while."""
    if (
        response.direct_passthrough
        or response.status_code != 200
        or "Content-Encoding" in response.headers
        or not (response.content_type or "").startswith(_TEXT)
    ):
        return response
    response.vary.add("Accept-Encoding")
    body = response.get_data()
    if len(body) >= _SMALLEST and takes_brotli(accepted):
        lasting = "public" in response.headers.get("Cache-Control", "")
        response.set_data(packed(body, lasting))
        response.headers["Content-Encoding"] = "br"
    return response
