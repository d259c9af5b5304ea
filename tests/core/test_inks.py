"""Five colours to draw with."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hubapp.core.inks import NAMES, inks_of
from hubapp.core.oklch import lch_of
from hubapp.core.theming import PRESETS

colours = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


def is_mud(colour: str) -> bool:
    """Brown or olive: a dark yellow or orange that has a hue to speak of."""
    light, chroma, hue = lch_of(colour)
    return chroma > 0.05 and light < 0.6 and 55 < math.degrees(hue) % 360 < 125


def distance(one: str, other: str) -> float:
    """In OKLab; 0.02 is just seen."""
    places = []
    for light, chroma, hue in (lch_of(one), lch_of(other)):
        places.append((light, chroma * math.cos(hue), chroma * math.sin(hue)))
    return math.dist(*places)


@given(accent=colours)
def test_the_accent_leads_and_no_other_ink_is_mud(accent):
    inks = inks_of(accent)
    assert (tuple(inks), inks["a"]) == (NAMES, accent)
    assert not [each for name, each in inks.items() if name != "a" and is_mud(each)]


@given(accent=colours)
def test_no_two_inks_look_the_same(accent):
    inks = list(inks_of(accent).values())
    near = [(a, b) for at, a in enumerate(inks) for b in inks[:at] if distance(a, b) < 0.04]
    assert not near


@pytest.mark.parametrize("preset", PRESETS, ids=lambda each: each.key)
def test_no_ink_is_louder_than_the_accent(preset):
    loudest = lch_of(preset.accent)[1]
    assert all(lch_of(each)[1] <= loudest + 0.01 for each in inks_of(preset.accent).values())
