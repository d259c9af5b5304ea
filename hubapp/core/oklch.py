"""sRGB and OKLCH (Björn Ottosson's published matrices), pure. Hues are radians."""

from __future__ import annotations

import math

Lch = tuple[float, float, float]
"""Lightness 0 to 1, chroma, hue."""
_EDGE = 0.0005
"""How far beyond 0 or 1 a part of a colour may be: half of what a screen can tell apart is more."""


def rgb_of(colour: str) -> list[float]:
    return [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


def luminance(colour: str) -> float:
    red, green, blue = (_linear(part) for part in rgb_of(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def lch_of(colour: str) -> Lch:
    """sRGB to OKLCH (Björn Ottosson's published matrices)."""
    r, g, b = (_linear(part) for part in rgb_of(colour))
    l_ = (0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b) ** (1 / 3)
    m_ = (0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b) ** (1 / 3)
    s_ = (0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b) ** (1 / 3)
    light = 0.2104542553 * l_ + 0.7936177850 * m_ - 0.0040720468 * s_
    a = 1.9779984951 * l_ - 2.4285922050 * m_ + 0.4505937099 * s_
    b = 0.0259040371 * l_ + 0.7827717662 * m_ - 0.8086757660 * s_
    return light, math.hypot(a, b), math.atan2(b, a)


def hex_of(lch: Lch) -> str:
    """``#rrggbb``; what no screen shows is clipped, see ``vivid``."""
    return "#" + "".join(f"{round(255 * _gamma(part)):02x}" for part in _linear_of(lch))


def vivid(light: float, chroma: float, hue: float) -> str:
    """The colour of this lightness and hue with this chroma, or with the most that a screen shows:
    lightness and hue stay, so nothing turns muddy."""
    lowest, highest = 0.0, chroma
    if _is_shown((light, chroma, hue)):
        return hex_of((light, chroma, hue))
    for _ in range(12):
        middle = (lowest + highest) / 2
        lowest, highest = (middle, highest) if _is_shown((light, middle, hue)) else (lowest, middle)
    return hex_of((light, lowest, hue))


def _is_shown(lch: Lch) -> bool:
    return all(-_EDGE <= part <= 1 + _EDGE for part in _linear_of(lch))


def _linear_of(lch: Lch) -> tuple[float, float, float]:
    light, chroma, hue = lch
    a, b = chroma * math.cos(hue), chroma * math.sin(hue)
    l_ = (light + 0.3963377774 * a + 0.2158037573 * b) ** 3
    m_ = (light - 0.1055613458 * a - 0.0638541728 * b) ** 3
    s_ = (light - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * l_ - 3.3077115913 * m_ + 0.2309699292 * s_,
        -1.2684380046 * l_ + 2.6097574011 * m_ - 0.3413193965 * s_,
        -0.0041960863 * l_ - 0.7034186147 * m_ + 1.7076147010 * s_,
    )


def _gamma(part: float) -> float:
    part = min(max(part, 0.0), 1.0)
    return part * 12.92 if part <= 0.0031308 else 1.055 * part ** (1 / 2.4) - 0.055
