"""Covers without stock pictures."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hubapp.core.art import PATTERNS, cover
from hubapp.core.inks import NAMES

ids = st.text("abcdefghjkmnpqrstuvwxyz23456789", min_size=1, max_size=12)


@given(pattern=st.sampled_from(sorted(PATTERNS)), seed=ids)
def test_every_cover_is_a_small_picture_in_the_themes_inks(pattern, seed):
    made = cover(pattern, seed)
    drawn = ElementTree.fromstring(made)  # noqa: S314 - our own
    assert len(made) < 2048
    assert len(drawn)
    ground, *shapes = drawn
    others = {shape.get("class") for shape in shapes}
    assert others <= {*NAMES} - {ground.get("class")}, "a shape is lost in its ground"
    assert drawn.get("aria-hidden") == "true"


@pytest.mark.parametrize("pattern", PATTERNS)
def test_a_card_keeps_its_cover_and_another_card_has_another(pattern):
    assert cover(pattern, "ab12") == cover(pattern, "ab12")
    assert len({cover(pattern, f"card{at}") for at in range(9)}) > 5


def test_a_pattern_that_this_release_does_not_know_is_drawn_as_waves():
    assert cover("plaid", "ab12").count("q50-") == cover("waves", "ab12").count("q50-") == 4


def test_neighbours_have_other_leads():
    leads = [cover("waves", "ab12", place).split('rect class="')[1][0] for place in range(6)]
    assert leads == ["a", "b", "c", "d", "e", "a"]
