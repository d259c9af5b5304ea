"""The faces of the looks: small, free, and stood in for without a jump."""

from __future__ import annotations

from pathlib import Path

import pytest

import hubapp
from hubapp.core.theming import PRESETS

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
