"""Uploaded pictures in a page: in the size that the screen needs, and still for whoever wants no
motion."""

from __future__ import annotations

from flask import url_for
from markupsafe import Markup

from hubapp.core.pictured import moves

_WIDTHS = (400, 800)
_LARGEST = 1600


def picture_url(asset_id: str, size: str = "") -> str:
    """The address of an uploaded picture; empty for none. size: a width, or ``still``."""
    if not asset_id:
        return ""
    return url_for("public.picture", public_id=asset_id, size=size or None)


def picture_tag(
    asset_id: str, alt: str, width: int, height: int, sizes: str = "", **more: str
) -> Markup:
    """An ``<img>`` that keeps its place in the page while it comes. width, height: of that place,
    in pixels; sizes: how wide it is on the screen, as CSS says it, else that width or the whole of
    a phone's; more: other attributes."""
    given = {"alt": alt, "width": width, "height": height, **more}
    if moves(asset_id):
        still = Markup('<source media="(prefers-reduced-motion: reduce)" srcset="{}">').format(
            picture_url(asset_id, "still")
        )
        return Markup("<picture>{}{}</picture>").format(
            still, _img(src=picture_url(asset_id), **given)
        )
    on_screen = sizes or f"(min-width: {width + 60}px) {width}px, 100vw"
    widths = [f"{picture_url(asset_id, str(each))} {each}w" for each in _WIDTHS]
    widths.append(f"{picture_url(asset_id)} {_LARGEST}w")
    return _img(src=picture_url(asset_id), srcset=", ".join(widths), sizes=on_screen, **given)


def _img(**attributes: object) -> Markup:
    pairs = (Markup(' {}="{}"').format(name, value) for name, value in attributes.items())
    return Markup("<img{}>").format(Markup("").join(pairs))
