"""Published pages, remembered in front of the app. A page of a version is the same bytes for
everybody, so a process may hand it out again without asking the database: for a second at most,
until somebody publishes in this process, and never beyond the next opening or closing."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from flask import Response, g, request
from werkzeug.wrappers import Request

from hubapp.services.editing import hub_changed
from hubapp.web.compression import coding_for

KEEP_SECONDS = 1.0
"""How long another process may show the page of before."""
APART = "hubapp_test"
"""A browser with this cookie gets no page of everybody's: it tries the hub out."""
_MOST = 512
_VARIES = "HTTP_ACCEPT_ENCODING"
Wsgi = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


@dataclass(frozen=True)
class _Page:
    headers: list[tuple[str, str]]
    body: bytes
    etag: str
    until: float
    seen: tuple[Any, ...]


_pages: dict[tuple[str, str, str], _Page] = {}


@hub_changed.connect
def forget(sender: object = None) -> None:
    """Something was published or taken off the air: ask the database again."""
    _pages.clear()


def remember(response: Response, until: datetime | None = None) -> Response:
    """Keep this answer to a plain GET for the next visitor. until: when the page says something
    else by itself; None: it never does."""
    if request.method != "GET" or request.query_string or response.status_code != 200:
        return response
    lasts = (until - datetime.now(UTC)).total_seconds() if until else KEEP_SECONDS
    if lasts <= 0:
        # It has changed while it was made.
        return response
    if len(_pages) >= _MOST:
        forget()
    _pages[_key(request.environ)] = _Page(
        list(response.headers),
        response.get_data(),
        response.headers.get("ETag", "").removeprefix("W/"),
        time.monotonic() + min(KEEP_SECONDS, lasts),
        tuple(getattr(g, "seen", ())),
    )
    return response


def _key(environ: dict[str, Any]) -> tuple[str, str, str]:
    coding = coding_for(environ.get(_VARIES, ""))
    return environ.get("HTTP_HOST", ""), environ["PATH_INFO"], coding


def in_front_of(app: Wsgi, note: Callable[[Request, Any], None]) -> Wsgi:
    """The app, with remembered pages answered before it. note: what such a page is, said each time
    that it is handed out."""

    def answer(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        page = None
        plain = environ["REQUEST_METHOD"] == "GET" and not environ.get("QUERY_STRING")
        if plain and f"{APART}=" not in environ.get("HTTP_COOKIE", ""):
            page = _pages.get(_key(environ))
        if page is None or page.until <= time.monotonic():
            return app(environ, start)
        note(Request(environ), page.seen)
        if page.etag and page.etag in environ.get("HTTP_IF_NONE_MATCH", ""):
            kept = [(k, v) for k, v in page.headers if not k.lower().startswith("content-")]
            start("304 NOT MODIFIED", kept)
            return [b""]
        start("200 OK", page.headers)
        return [page.body]

    return answer
