"""Answers of the visitor's side."""

from __future__ import annotations

from flask import Response, make_response


def style(body: str) -> Response:
    """Colours."""
    return Response(body, content_type="text/css; charset=utf-8")


def fresh(page: str, status: int = 200) -> Response:
    """A page for this visitor alone, at this moment."""
    response = make_response(page, status)
    response.headers["Cache-Control"] = "private, no-store"
    return response
