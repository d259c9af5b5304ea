"""sRGB and OKLCH."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hubapp.core.oklch import hex_of, lch_of, vivid

colours = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


@given(colour=colours)
def test_a_colour_comes_back(colour):
    assert hex_of(lch_of(colour)) == colour


@pytest.mark.parametrize(
    ("colour", "light", "chroma", "hue"),
    [("#ff0000", 0.628, 0.258, 29.2), ("#ffffff", 1, 0, None), ("#0000ff", 0.452, 0.313, 264.1)],
)
def test_it_is_the_published_one(colour, light, chroma, hue):
    found = lch_of(colour)
    assert found[:2] == (pytest.approx(light, abs=0.001), pytest.approx(chroma, abs=0.001))
    if hue is not None:
        assert math.degrees(found[2]) % 360 == pytest.approx(hue, abs=0.1)


@given(st.floats(0.3, 0.95), st.floats(0.05, 0.4), st.floats(0, math.tau))
def test_a_vivid_colour_keeps_its_lightness(light, chroma, hue):
    found = lch_of(vivid(light, chroma, hue))
    assert found[0] == pytest.approx(light, abs=0.01)
    assert found[1] <= chroma + 0.01
