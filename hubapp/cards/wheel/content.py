"""What a wheel holds."""

from __future__ import annotations

from hubapp.core.content import Content, colour, items, line, switch
from hubapp.core.prize import Prize


class Slice(Prize):
    """A slice and what it gives. colour: shown when the wheel has colours of its own."""

    label: str = line(40)
    code: str = line(40, secret=True)
    colour: str = colour("#5b5f97")


class WheelContent(Content):
    """Slices, clockwise from the pointer. own_colours: else they have those of the theme."""

    own_colours: bool = switch()
    slices: tuple[Slice, ...] = items()
