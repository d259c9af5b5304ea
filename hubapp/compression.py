"""Brotli for text answers. Pages of a version are the same bytes again and again, so the
compressed form is remembered by content."""

from __future__ import annotations

import hashlib
from functools import lru_cache

import brotli
from flask import Response

_SMALLEST = 500
"""Bytes; below it the header outweighs the gain."""
_TEXT = ("text/", "application/json", "image/svg+xml")


class _Kept:
    """A body that hashes by its digest, so that the cache key stays small."""

    def __init__(self, body: bytes) -> None:
        self.body = body
        self.digest = hashlib.blake2b(body, digest_size=16).digest()

    def __hash__(self) -> int:
        return hash(self.digest)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Kept) and other.digest == self.digest


@lru_cache(maxsize=256)
def _brotli(kept: _Kept, quality: int) -> bytes:
    return bytes(brotli.compress(kept.body, quality=quality))


def compressed(response: Response, accepted: str) -> Response:
    """``response`` in brotli when the browser takes it and it is text worth the while."""
    if (
        "br" not in accepted
        or response.direct_passthrough
        or response.status_code != 200
        or "Content-Encoding" in response.headers
        or not (response.content_type or "").startswith(_TEXT)
    ):
        return response
    body = response.get_data()
    if len(body) < _SMALLEST:
        return response
    lasting = "public" in response.headers.get("Cache-Control", "")
    response.set_data(_brotli(_Kept(body), 9 if lasting else 4))
    response.headers["Content-Encoding"] = "br"
    response.vary.add("Accept-Encoding")
    return response
