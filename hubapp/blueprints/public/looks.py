"""The colours of a hub as a stylesheet, and its address. Browsers keep it for a year, and another
release may derive other colours from the same theme; so the address tells which these are."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import lru_cache

from flask import url_for

from hubapp.core.face import BrandFace
from hubapp.core.snapshot import HubSnapshot, Theme
from hubapp.core.theming import preset_of, tokens, twin_of
from hubapp.web.assets import asset_url

_SCALED_FROM = 80
"""Width of a face, per cent of its stand-in, from which the largest words become smaller."""


@lru_cache(maxsize=256)
def style_of(theme: Theme, face: BrandFace | None = None) -> str:
    """The stylesheet of a theme: its face and its colours, and those of its twin by night.
    Remembered: every page of the hub has its address."""
    by_day = _face_css(theme, face) + theme_css(tokens(theme))
    twin = twin_of(theme)
    if twin is None:
        return by_day
    by_night = f"@media (prefers-color-scheme:dark){{{theme_css(tokens(twin))}}}"
    return f"{by_day}:root{{color-scheme:light dark}}{by_night}"


def _face_css(theme: Theme, face: BrandFace | None) -> str:
    preset, address = preset_of(theme), face_url(theme, face)
    if face is None:
        return preset.face.css(address)
    worn = face.worn(preset.capitals)
    # The looks say so of their own faces.
    scale = min(1.0, round(_SCALED_FROM / worn.size, 2))
    return f"{worn.css(address)}body[data-preset]{{--display-scale:{scale}}}"


def face_url(theme: Theme, face: BrandFace | None = None) -> str:
    """The address of the face of its headlines: the brand's own, or that of its look."""
    if face is not None:
        return url_for("public.face", face_id=face.id)
    return asset_url(preset_of(theme).face.file)


def theme_css(colours: Mapping[str, str]) -> str:
    """Colours as custom properties."""
    return ":root{" + "".join(f"{name}:{value};" for name, value in colours.items()) + "}"


def look_of(theme: Theme, face: BrandFace | None = None) -> str:
    """What tells these looks from all others, in an address."""
    return hashlib.sha256(style_of(theme, face).encode()).hexdigest()[:10]


def style_url(slug: str, version_id: int, hub: HubSnapshot) -> str:
    """The address of the looks of a version."""
    look = look_of(hub.theme, hub.face)
    return url_for("public.theme", slug=slug, version_id=version_id, look=look)
