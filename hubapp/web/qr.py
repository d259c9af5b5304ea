"""QR codes of addresses."""

from __future__ import annotations

import io

import segno
from markupsafe import Markup

_SCALE = 8


def qr_inline(address: str) -> Markup:
    """To stand in a page; it says nothing to those who cannot see it, beside the address."""
    drawn = segno.make(address, error="m").svg_inline(scale=_SCALE, svgclass="qr", omitsize=True)
    # Squares, made by the library of an address of ours.
    return Markup(drawn.replace("<svg", '<svg aria-hidden="true"', 1))  # noqa: S704


def qr_file(address: str) -> bytes:
    """To print: an SVG with its quiet zone."""
    body = io.BytesIO()
    segno.make(address, error="m").save(body, kind="svg", scale=_SCALE)
    return body.getvalue()
