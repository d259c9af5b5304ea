"""Five colours to draw with, made of the accent alone: at its chroma, in OKLCH, mixed with nothing.
None but the accent is a brown or an olive, which yellows become when they are dark."""

from __future__ import annotations

import math

from hubapp.core.oklch import hex_of, lch_of, vivid

NAMES = ("a", "b", "c", "d", "e")
_GREY = 0.05
"""Chroma below which a colour has no hue to speak of."""
_FAINT = 0.03
"""Chroma of what is nearly grey: no dark yellow of it looks like mud."""
_NEAR = 0.12
"""Lightness in which two colours of one hue are told apart."""
_YELLOW, _MUDDY = math.radians(95), math.radians(48)
"""Around which hue, and how far from it, what is dark is mud."""
_GREYS = (0.2, 0.38, 0.57, 0.76, 0.94)


def inks_of(accent: str) -> dict[str, str]:
    """Name -> ``#rrggbb``. The first is the accent itself."""
    light, chroma, hue = lch_of(accent)
    if chroma < _GREY:
        shades = sorted(_GREYS, key=lambda each: abs(each - light), reverse=True)[:4]
        inks = [accent, *(hex_of((each, min(chroma, _FAINT), hue)) for each in shades)]
        return dict(zip(NAMES, inks, strict=True))
    pale = light > 0.95 - _NEAR
    tint = vivid(0.25, min(chroma, _FAINT), hue) if pale else vivid(0.95, chroma * 0.3, hue)
    warm, cool = hue + math.radians(50), hue - math.radians(60)
    above = 0.82 if _from_yellow(cool) < _MUDDY else 0.62
    return {
        "a": accent,
        "b": tint,
        "c": vivid(_apart(0.84, light), chroma, warm),
        "d": vivid(_apart(above, light), chroma, cool),
        "e": vivid(0.38, chroma, _deep(hue)),
    }


def _apart(wanted: float, light: float) -> float:
    """A lightness that is told from the accent's, even where both have little colour."""
    if abs(wanted - light) > _NEAR:
        return wanted
    higher = wanted + 0.09
    return higher if light < wanted and higher < 0.8 else max(0.62, light - 0.14)


def _deep(hue: float) -> float:
    """The hue of the dark one: far from the accent's, and farthest from yellow."""
    return max((hue + math.radians(turn) for turn in (-110, 110, 180)), key=_from_yellow)


def _from_yellow(hue: float) -> float:
    return abs(math.remainder(hue - _YELLOW, math.tau))
