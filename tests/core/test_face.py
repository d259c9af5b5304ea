"""The faces of the looks: small, free, and stood in for without a jump."""

from __future__ import annotations

from pathlib import Path

import pytest

import hubapp
from hubapp.core.face import BrandFace, brand_face
from hubapp.core.theming import PRESETS
from hubapp.core.woff2 import Measures

STATIC = Path(hubapp.__file__).parent / "static"
faces = pytest.mark.parametrize("preset", PRESETS, ids=lambda each: each.key)


@faces
def test_a_face_is_small_and_its_licence_lies_beside_it(preset):
    file = STATIC / preset.face.file
    assert file.read_bytes()[:4] == b"wOF2"
    assert file.stat().st_size <= 20_000
    assert "SIL Open Font License" in (file.parent / "LICENSE").read_text()


@faces
def test_what_stands_in_has_lines_as_high(preset):
    style = preset.face.css("/there.woff2")
    assert 'src:url("/there.woff2") format("woff2")' in style
    assert f"ascent-override:{preset.face.ascent}%" in style
    # Overrides are of the size that was adjusted.
    high = (preset.face.ascent + preset.face.descent) * preset.face.size / 100
    assert 105 < high < 126


def test_no_two_looks_have_one_face():
    assert len({each.face.file for each in PRESETS}) == len(PRESETS)


def test_a_brands_face_is_measured_in_small_letters_and_in_capitals():
    measures = Measures({"e": 0.5211, "t": 0.5211, "E": 1.3476}, 0.9, 0.3)
    face = brand_face("1", "Brand", measures)
    assert face == BrandFace("1", "Brand", 100.0, 200.0, 90.0, 30.0)
    assert [face.worn(each).size for each in (False, True)] == [100.0, 200.0]
    # Overrides are of the size that was adjusted.
    assert (face.worn(True).ascent, face.worn(True).descent) == (45.0, 15.0)


def test_a_face_without_latin_letters_is_as_wide_as_its_stand_in():
    assert brand_face("1", "Hangul", Measures({}, 0.0, 0.0)) == BrandFace(
        "1", "Hangul", 100.0, 100.0, 90.0, 0.0
    )
