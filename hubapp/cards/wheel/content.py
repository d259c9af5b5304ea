"""What a wheel holds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from hubapp.core.content import Content, Item, colour, items, line, lines, number, switch
from hubapp.core.words import Words


class Slice(Item):
    """A slice and what it gives. weight: one with 2 comes up twice as often as one with 1; code:
    the same for everybody who wins it; colour: shown when the wheel has colours of its own."""

    own_words: ClassVar[tuple[str, ...]] = ("code",)
    promises: ClassVar[tuple[str, ...]] = ("label",)
    label: str = line(40)
    colour: str = colour("#5b5f97")
    weight: int | float = number(0, 1_000_000, 1, secret=True)
    win: bool = switch(secret=True)
    title: str = line(120, secret=True)
    text: str = lines(1000, secret=True)
    code: str = line(40, secret=True)


class WheelContent(Content):
    """Slices, clockwise from the pointer. own_colours: else they have those of the theme."""

    names: ClassVar[Mapping[str, Words]] = {
        "own_colours": Words("with colours of its own"),
        "slices": Words("slice"),
    }
    own_colours: bool = switch()
    slices: tuple[Slice, ...] = items()
