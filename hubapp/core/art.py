"""Covers without stock pictures: an SVG pattern per card type, the same for the same card, in the
theme's five inks, under 2 KB. One ink leads: it is the ground, and the others lie on it."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Sequence

from hubapp.core.inks import NAMES, inks_of

WIDTH, HEIGHT = 400, 300
_NAMESPACE = "http://www.w3.org/2000/svg"
Inks = tuple[str, ...]
"""Classes of the shapes; the style sheet gives them the theme's colours (``core/inks.py``)."""


def cover(pattern: str, seed: str, place: int = 0) -> str:
    """The SVG of a cover. ``pattern``: one of ``PATTERNS``, else waves; ``seed``: the card's id;
    ``place``: of the card in its hub, so that neighbours have other leads."""
    draw = PATTERNS.get(pattern, _waves)
    chance = random.Random(f"{pattern}:{seed}")  # noqa: S311 - only decoration
    lead = NAMES[place % len(NAMES)]
    others = [each for each in NAMES if each != lead]
    return _drawn(lead, draw(chance, tuple(chance.sample(others, len(others)))))


def thumbnail(pattern: str, seed: str, place: int, accent: str) -> str:
    """A ``cover`` as a file of its own, in the inks of ``accent`` (``#rrggbb``)."""
    inks = inks_of(accent)
    drawn = cover(pattern, seed, place).replace("<svg ", f'<svg xmlns="{_NAMESPACE}" ', 1)
    for name, ink in inks.items():
        drawn = drawn.replace(f'class="{name}"', f'fill="{ink}"')
    return drawn


def hero(seed: str) -> str:
    """The SVG beside a hub's name, which lies on the accent: so none of that is in it. ``seed``:
    the hub's name."""
    chance = random.Random(f"hero:{seed}")  # noqa: S311 - only decoration
    lead, *others = NAMES[1:]
    return _drawn(lead, _rays(chance, tuple(chance.sample(others, len(others)))))


def _drawn(lead: str, shapes: Sequence[str]) -> str:
    return (
        f'<svg class="art" viewBox="0 0 {WIDTH} {HEIGHT}" preserveAspectRatio="xMidYMid slice" '
        f'aria-hidden="true" focusable="false">'
        f'<rect class="{lead}" width="{WIDTH}" height="{HEIGHT}"/>{"".join(shapes)}</svg>'
    )


def _rays(chance: random.Random, inks: Inks) -> list[str]:
    x, y, count = chance.randint(150, 250), chance.randint(170, 240), chance.choice((14, 18, 22))
    shapes = []
    for at in range(0, count, 2):
        first, second = (2 * math.pi * (at + edge) / count for edge in (0, 1))
        shapes.append(
            f'<path class="{inks[at // 2 % 2]}" d="M{x} {y}L{x + 420 * math.cos(first):.0f} '
            f"{y + 420 * math.sin(first):.0f}L{x + 420 * math.cos(second):.0f} "
            f'{y + 420 * math.sin(second):.0f}Z"/>'
        )
    return [*shapes, f'<circle class="{inks[2]}" cx="{x}" cy="{y}" r="58"/>']


def _bubbles(chance: random.Random, inks: Inks) -> list[str]:
    shapes = []
    for at in range(4):
        x, y = 20 + at * 85 + chance.randint(-15, 15), chance.randint(30, 130)
        width, height = chance.randint(130, 170), chance.randint(85, 120)
        shapes.append(
            f'<path class="{inks[at % 4]}" d="M{x} {y + 24}a24 24 0 0 1 24-24h{width - 48}'
            "a24 24 0 0 1 "
            f"24 24v{height - 48}a24 24 0 0 1-24 24h-{width - 90}l-34 34v-34h-8a24 24 0 0 1-24-24z"
            '"/>'
        )
    return shapes


def _tiles(chance: random.Random, inks: Inks) -> list[str]:
    shapes = []
    for at in range(7):
        turn, size = chance.randint(-18, 18), chance.randint(90, 130)
        x, y = (at * 63) % 340 - 10, 40 + (at * 97) % 170
        ink = inks[(at + at // 4) % 4]
        shapes.append(
            f'<rect class="{ink}" x="{x}" y="{y}" width="{size}" height="{size}" rx="18" '
            f'transform="rotate({turn} {x + size // 2} {y + size // 2})"/>'
        )
    return shapes


def _confetti(chance: random.Random, inks: Inks) -> list[str]:
    shapes = []
    for at in range(20):
        x, y, turn = chance.randint(0, 390), chance.randint(0, 290), chance.randint(0, 90)
        shapes.append(
            f'<rect class="{inks[at % 4]}" x="{x}" y="{y}" width="{chance.choice((14, 26))}" '
            f'height="{chance.choice((14, 40))}" transform="rotate({turn} {x} {y})"/>'
        )
    return shapes


def _waves(chance: random.Random, inks: Inks) -> list[str]:
    shapes = []
    for at in range(4):
        y, lift = 70 + at * 58, chance.randint(24, 48)
        shapes.append(
            f'<path class="{inks[at % 4]}" d="M0 {y}q50-{lift} 100 0t100 0 100 0 100 0v300H0z"/>'
        )
    return shapes


PATTERNS: dict[str, Callable[[random.Random, Inks], list[str]]] = {
    "rays": _rays,
    "bubbles": _bubbles,
    "tiles": _tiles,
    "confetti": _confetti,
    "waves": _waves,
}
