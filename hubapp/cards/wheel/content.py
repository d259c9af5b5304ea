"""What a wheel holds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from hubapp.core.content import Content, colour, items, line, switch
from hubapp.core.prize import Prize
from hubapp.core.words import Words


class Slice(Prize):
    """A slice and what it gives. colour: shown when the wheel has colours of its own."""

    label: str = line(40)
    code: str = line(40, secret=True)
    colour: str = colour("#5b5f97")


class WheelContent(Content):
    """Slices, clockwise from the pointer. own_colours: else they have those of the theme."""

    names: ClassVar[Mapping[str, Words]] = {
        "own_colours": Words("with colours of its own"),
        "slices": Words("slice"),
    }
    own_colours: bool = switch()
    slices: tuple[Slice, ...] = items()
