"""The colours of a hub as a stylesheet, and its address. Browsers keep it for a year, and another
release may derive other colours from the same theme; so the address tells which these are."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import lru_cache

from flask import url_for

from hubapp.core.snapshot import Theme
from hubapp.core.theming import preset_of, tokens, twin_of
from hubapp.web.assets import asset_url


@lru_cache(maxsize=256)
def style_of(theme: Theme) -> str:
    """The stylesheet of a theme: its face and its colours, and those of its twin by night.
    Remembered: every page of the hub has its address."""
    by_day = preset_of(theme).face.css(face_url(theme)) + theme_css(tokens(theme))
    twin = twin_of(theme)
    if twin is None:
        return by_day
    by_night = f"@media (prefers-color-scheme:dark){{{theme_css(tokens(twin))}}}"
    return f"{by_day}:root{{color-scheme:light dark}}{by_night}"


def face_url(theme: Theme) -> str:
    """The address of the face of its headlines."""
    return asset_url(preset_of(theme).face.file)


def theme_css(colours: Mapping[str, str]) -> str:
    """Colours as custom properties."""
    return ":root{" + "".join(f"{name}:{value};" for name, value in colours.items()) + "}"


def look_of(theme: Theme) -> str:
    """What tells these colours from all others, in an address."""
    return hashlib.sha256(style_of(theme).encode()).hexdigest()[:10]


def style_url(slug: str, version_id: int, theme: Theme) -> str:
    """The address of the colours of a version."""
    return url_for("public.theme", slug=slug, version_id=version_id, look=look_of(theme))
