"""How a wheel is drawn: slices clockwise from the pointer, which stands at the right, so that the
label that wins lies level beside it; each label as large as its slice lets it be."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple
from unicodedata import east_asian_width

TONES = "abcd"
"""The theme's four paints for a wheel, ``--paint-a`` to ``--paint-d``."""
_SIZES = (14.0, 13.0, 12.0, 11.0, 10.0, 9.0, 8.5, 8.0, 7.5)
"""Of letters, where the disc's radius is 100. The least is 12 px on the narrowest phone."""
_OUTER, _INNER = 88.0, 24.0
"""Between these radii a label may stand: inside the pegs, outside the middle."""
_LEADING = 1.1
_MOST_LINES = 3
_FEWEST_PEGS = 12
MARGIN = 4.0
"""Degrees between where the wheel stops and the next edge, at least."""
_TILT = 24.0
"""Degrees by which the label that wins may lie off the level, at most."""


class Lettering(NamedTuple):
    """A label in lines. whole: nothing of it had to be left out."""

    size: float
    lines: tuple[str, ...]
    whole: bool


def tone(at: int, count: int) -> str:
    """Which of the theme's paints a slice has; neighbours never have the same."""
    # One more than whole rounds: the last would be like the first, beside which it lies.
    return TONES[2] if at == count - 1 and count % 4 == 1 else TONES[at % 4]


def reach(count: int) -> float:
    """Degrees from the middle of a slice within which the wheel may stop."""
    return max(0.0, min(180 / count - MARGIN, _TILT))


def angle(at: int, count: int) -> float:
    """Degrees from the pointer to the middle of a slice, clockwise."""
    return round((at + 0.5) * 360 / count, 2)


def path(at: int, count: int) -> str:
    """A slice of the wheel (radius 100)."""
    points = []
    for edge in (at, at + 1):
        turn = 2 * math.pi * edge / count
        points.append(f"{100 * math.cos(turn):.2f} {100 * math.sin(turn):.2f}")
    large = 1 if count < 2 else 0
    return f"M0 0L{points[0]}A100 100 0 {large} 1 {points[1]}Z"


def pegs(count: int) -> list[float]:
    """Degrees of the pegs that flick the pointer: at each edge, and enough between to be heard."""
    many = count * math.ceil(_FEWEST_PEGS / count)
    return [round(at * 360 / many, 2) for at in range(many)]


def lettered(label: str, count: int) -> Lettering:
    """The largest letters in which a label fits into a slice of ``count``."""
    words = label.split()
    for size in _SIZES:
        for many in range(1, _MOST_LINES + 1):
            lines = _wrapped(words, _room(size, many, count))
            if lines is not None and len(lines) <= many:
                return Lettering(size, tuple(lines), True)
    return Lettering(_SIZES[-1], (_shortened(label, _room(_SIZES[-1], 1, count)),), False)


def _room(size: float, many: int, count: int) -> float:
    """Ems that a line has where ``many`` lie one below the other."""
    half = math.pi / count
    inner = many * size * _LEADING / (2 * math.tan(half)) if half < math.pi / 2 else 0
    return (_OUTER - max(_INNER, inner)) / size


def _wrapped(words: Sequence[str], room: float) -> list[str] | None:
    """None: a word is wider than the line."""
    lines: list[str] = []
    for word in words:
        if _width(word) > room:
            return None
        if lines and _width(longer := f"{lines[-1]} {word}") <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _shortened(label: str, room: float) -> str:
    kept = label
    while kept and _width(f"{kept}…") > room:
        kept = kept[:-1].rstrip()
    return f"{kept}…"


def _width(text: str) -> float:
    """Ems, of bold letters in the widest of the faces that a page may have."""
    return sum(1.05 if east_asian_width(letter) in "WF" else 0.64 for letter in text)
