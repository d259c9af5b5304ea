"""A theme's colours, and that they can be read."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hubapp.core.snapshot import Theme
from hubapp.core.theming import (
    CONTROL,
    PRESETS,
    TEXT,
    contrast,
    preset_of,
    readable,
    theme_of,
    tokens,
    twin_of,
)

colours = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")
TEXTS = ("--text", "--text-muted", "--accent-text", "--good", "--bad")
MARKS = ("--line", "--accent-edge", "--focus")
GROUNDS = ("--surface", "--surface-raised", "--accent-soft")


def weak_pairs(made: dict[str, str]) -> list[tuple[str, str]]:
    """What a page writes or draws, with the ground on which it cannot be read."""
    asked = [("--on-accent", "--accent", TEXT), ("--ink", "--paper", 7)]
    asked += [(name, "--paper", TEXT) for name in ("--ink-muted", "--ink-accent")]
    asked += [(f"--on-paint-{each}", f"--paint-{each}", TEXT) for each in "abcd"]
    asked += [(name, ground, TEXT) for name in TEXTS for ground in GROUNDS]
    asked += [(name, ground, CONTROL) for name in MARKS for ground in GROUNDS]
    return [(name, on) for name, on, least in asked if contrast(made[name], made[on]) < least]


@settings(max_examples=300)
@given(background=colours, accent=colours)
def test_every_pair_in_use_can_be_read_and_the_brands_colours_stay(background, accent):
    made = tokens(Theme("kick-off", background, accent))
    assert weak_pairs(made) == []
    assert (made["--surface"], made["--accent"]) == (background, accent)


@pytest.mark.parametrize("grey", ["#757575", "#767676", "#777777", "#737373", "#7a7a7a"])
def test_middle_grey_leaves_room_on_one_side_alone(grey):
    assert weak_pairs(tokens(Theme("gallery", grey, "#ff0000"))) == []


@given(background=colours, accent=colours)
def test_every_colour_of_a_theme_is_one(background, accent):
    made = tokens(Theme("kick-off", background, accent))
    assert made["--surface"] == background
    assert all(re.fullmatch("#[0-9a-f]{6}", each) for each in made.values())


@pytest.mark.parametrize("preset", PRESETS, ids=lambda each: each.key)
def test_a_preset_keeps_the_colours_that_it_was_drawn_with(preset):
    made = tokens(Theme(preset.key, preset.background, preset.accent))
    assert (made["--surface"], made["--accent"]) == (preset.background, preset.accent)
    assert contrast(made["--text"], made["--surface"]) >= 7
    for name in ("--text-muted", "--accent-text"):
        assert contrast(made[name], made["--surface"]) >= TEXT, name


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("#000000", "#ffffff", 21),
        ("#ffffff", "#000000", 21),
        ("#808080", "#808080", 1),
        ("#777777", "#ffffff", 4.48),
        ("#767676", "#ffffff", 4.54),
        ("#ff0000", "#ffffff", 4.0),
    ],
)
def test_contrast_is_that_of_the_wcag(one, other, ratio):
    assert contrast(one, other) == pytest.approx(ratio, abs=0.005)


@given(one=colours, other=colours)
def test_contrast_is_the_same_from_both_sides(one, other):
    assert contrast(one, other) == contrast(other, one)
    assert 1 <= contrast(one, other) <= 21.0001


@given(colour=colours, ground=colours, least=st.floats(1, 4.5))
def test_any_colour_can_be_made_readable_on_any_ground(colour, ground, least):
    assert contrast(readable(colour, [ground], least), ground) >= least


def test_a_colour_that_can_be_read_stays_as_it_is():
    assert readable("#1b1b1b", ["#f6f3ec"], TEXT) == "#1b1b1b"


@pytest.mark.parametrize(("ground", "ink"), [("#444444", "#ffffff"), ("#bbbbbb", "#000000")])
def test_where_nothing_is_enough_the_stronger_of_black_and_white_is_taken(ground, ink):
    assert readable("#808080", [ground], 21) == ink


@pytest.mark.parametrize(
    ("chosen", "kept"),
    [
        (("gallery", None, None), ("gallery", "#f6f3ec", "#1b1b1b")),
        (("gallery", "#FFFFFF", "red"), ("gallery", "#ffffff", "#1b1b1b")),
        (("gone", "", "#000000"), ("kick-off", "#0d3b2e", "#000000")),
        ((None, None, None), ("kick-off", "#0d3b2e", "#ff6b45")),
    ],
)
def test_a_chosen_theme_falls_back_to_its_preset(chosen, kept):
    assert tuple(theme_of(*chosen).values()) == kept


def test_by_night_paper_and_ink_change_places():
    day = Theme(**theme_of("gallery", None, None))
    night = twin_of(day)
    assert night.accent == day.background
    assert contrast(night.background, day.background) > 10
    assert tokens(night)["--surface"] == night.background


def test_by_night_a_brands_own_accent_stays():
    assert twin_of(Theme(**theme_of("gallery", None, "#c2410c"))).accent == "#c2410c"


def test_a_brands_own_background_has_no_night():
    assert twin_of(Theme(**theme_of("gallery", "#ffeedd", None))) is None
    assert twin_of(Theme(**theme_of("poster", None, None))) is None


def test_a_look_of_another_release_is_the_first():
    assert preset_of(Theme(preset="of-another-release")) is PRESETS[0]
