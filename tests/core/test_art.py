"""Covers without stock pictures."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hubapp.core.art import PATTERNS, cover, thumbnail
from hubapp.core.inks import NAMES, inks_of

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


@pytest.mark.parametrize("pattern", PATTERNS)
def test_as_a_file_of_its_own_it_has_its_colours_in_it(pattern):
    drawn = ElementTree.fromstring(thumbnail(pattern, "ab12", 3, "#ff5a36"))  # noqa: S314 - our own
    assert drawn.tag == "{http://www.w3.org/2000/svg}svg"
    ground, *shapes = drawn
    assert ground.get("fill") == inks_of("#ff5a36")["d"]
    assert {each.get("fill") for each in shapes} <= set(inks_of("#ff5a36").values())
    assert not any(each.get("class") for each in drawn)
