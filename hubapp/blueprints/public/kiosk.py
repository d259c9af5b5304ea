"""A device that many people use one after the other, such as a tablet at a counter."""

from __future__ import annotations

from flask import Response, current_app, request, url_for

COOKIE = "hubapp_kiosk"


def on() -> bool:
    """Each play on this browser is of somebody new."""
    return COOKIE in request.cookies


def back(slug: str) -> str:
    """Where the device goes when nobody uses it any more; empty where it is no kiosk's."""
    return url_for("public.kiosk", slug=slug) if on() else ""


def begin(response: Response, slug: str) -> None:
    """The browser is a kiosk's until it is closed, at this hub."""
    response.set_cookie(
        COOKIE,
        "1",
        path=url_for("public.hub", slug=slug),
        httponly=True,
        samesite="Lax",
        secure=current_app.extensions["settings"].https,
    )


def end(response: Response, slug: str) -> None:
    """The browser is one person's again."""
    response.delete_cookie(COOKIE, path=url_for("public.hub", slug=slug))
