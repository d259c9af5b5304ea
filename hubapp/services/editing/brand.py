"""The two strongest colours of a logo, to dress a hub in."""

from __future__ import annotations

import io
import math
from collections import Counter
from typing import NamedTuple

from PIL import Image

from hubapp.core.oklch import Lch, hex_of, lch_of

_SIDE = 96
"""Pixels: enough to count colours by."""
_APART = 0.2
"""How far two colours lie from each other, in OKLab, to be two."""
_PAPER = 0.95
"""Lightness from which a grey is only what the logo is printed on."""
_GREY = 0.04
_FEWEST, _WEAKEST = 0.02, 0.35
"""Share of the pixels, and of the strength of the first colour, below which one is only an edge."""


class Colours(NamedTuple):
    """``#rrggbb``."""

    background: str
    accent: str


def colours_of(body: bytes) -> Colours:
    """Of a stored picture. The darker of the two is what the hub stands on; a logo of one colour
    stands on a breath of it. What is white, or nearly, and what is clear, does not count, unless
    there is nothing else."""
    strongest = _strongest(_counted(body))
    if not strongest:
        return Colours("#f6f3ec", "#1b1b1b")
    if len(strongest) == 1:
        light, chroma, hue = strongest[0]
        ground = (0.97, min(chroma, 0.02), hue) if light < 0.8 else (0.24, min(chroma, 0.05), hue)
        return Colours(hex_of(ground), hex_of(strongest[0]))
    ground, accent = sorted(strongest)
    return Colours(hex_of(ground), hex_of(accent))


def _counted(body: bytes) -> Counter[Lch]:
    """Colour -> share of the pixels that count."""
    image = Image.open(io.BytesIO(body)).convert("RGBA")
    image.thumbnail((_SIDE, _SIDE))
    found: Counter[tuple[int, int, int]] = Counter()
    pixels = image.tobytes()
    for at in range(0, len(pixels), 4):
        red, green, blue, alpha = pixels[at : at + 4]
        if alpha >= 128:
            # Shades that an edge or the packing makes of one colour are one.
            found[red & 0xF0, green & 0xF0, blue & 0xF0] += 1
    shares: Counter[Lch] = Counter()
    for (red, green, blue), count in found.items():
        lch = lch_of(f"#{_full(red):02x}{_full(green):02x}{_full(blue):02x}")
        if lch[0] < _PAPER or lch[1] >= _GREY:
            shares[lch] += count
    return shares


def _full(part: int) -> int:
    return part | part >> 4


def _strongest(shares: Counter[Lch]) -> list[Lch]:
    """Two at most: what there is much of, and what has much colour."""
    whole = sum(shares.values())
    weights = {
        lch: math.sqrt(count / whole) * (lch[1] + 0.03)
        for lch, count in shares.items()
        if count / whole >= _FEWEST
    }
    first = max(weights, key=lambda lch: weights[lch], default=None)
    if first is None:
        return []
    least = _WEAKEST * weights[first]
    rest = {lch: each for lch, each in weights.items() if each > least and _far(lch, first)}
    second = max(rest, key=lambda lch: rest[lch], default=None)
    return [first] if second is None else [first, second]


def _far(one: Lch, other: Lch) -> bool:
    return math.dist(_lab(one), _lab(other)) >= _APART


def _lab(lch: Lch) -> tuple[float, float, float]:
    light, chroma, hue = lch
    return light, chroma * math.cos(hue), chroma * math.sin(hue)
