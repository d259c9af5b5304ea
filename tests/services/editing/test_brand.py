"""The two strongest colours of a logo."""

from __future__ import annotations

import io

import pytest
from PIL import Image, ImageDraw

from hubapp.core.oklch import lch_of
from hubapp.services.editing import brand

NAVY, ORANGE, RED, WHITE, BLACK = "#102a55", "#ff7a1a", "#d8202a", "#ffffff", "#111111"


def logo(ground: str | None, *blocks: tuple[str, int]) -> bytes:
    """A picture of blocks, each so many pixels wide, packed as pictures are stored."""
    image = Image.new("RGBA", (200, 100), ground or (0, 0, 0, 0))
    draw, at = ImageDraw.Draw(image), 10
    for colour, wide in blocks:
        draw.rectangle((at, 10, at + wide - 1, 90), fill=colour)
        at += wide
    packed = io.BytesIO()
    image.save(packed, "WEBP", quality=80)
    return packed.getvalue()


def near(found: str, wanted: str) -> bool:
    """Packing, and counting by shades, change a colour a little."""
    return all(
        abs(int(found[at : at + 2], 16) - int(wanted[at : at + 2], 16)) < 26 for at in (1, 3, 5)
    )


@pytest.mark.parametrize("ground", [WHITE, None])
def test_the_darker_of_two_is_what_the_hub_stands_on(ground):
    found = brand.colours_of(logo(ground, (ORANGE, 40), (NAVY, 100)))
    assert near(found.background, NAVY)
    assert near(found.accent, ORANGE)


def test_a_full_ground_counts_as_one_of_them():
    found = brand.colours_of(logo(NAVY, (ORANGE, 30)))
    assert near(found.background, NAVY)
    assert near(found.accent, ORANGE)


def test_a_logo_of_one_colour_stands_on_a_breath_of_it():
    found = brand.colours_of(logo(WHITE, (RED, 90)))
    assert near(found.accent, RED)
    assert lch_of(found.background)[0] > 0.95


def test_a_light_one_stands_on_the_dark():
    found = brand.colours_of(logo(None, ("#ffe14d", 90)))
    assert near(found.accent, "#ffe14d")
    assert lch_of(found.background)[0] < 0.3


@pytest.mark.parametrize("blocks", [(), ((WHITE, 50),)])
def test_where_nothing_has_a_colour_there_is_ink_on_paper(blocks):
    assert brand.colours_of(logo(None, *blocks)) == ("#f6f3ec", "#1b1b1b")


def test_black_is_a_colour_where_there_is_no_other():
    found = brand.colours_of(logo(WHITE, (BLACK, 60)))
    assert lch_of(found.accent)[0] < 0.35
    assert lch_of(found.background)[0] > 0.9
