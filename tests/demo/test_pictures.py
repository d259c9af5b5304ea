"""The demo's pictures are pictures."""

from __future__ import annotations

import io

from PIL import Image

from hubapp.demo.pictures import PLACES


def test_each_is_drawn():
    assert {Image.open(io.BytesIO(draw())).size for _, _, draw in PLACES} == {(800, 600)}
