"""The pictures of the demo are drawn, and say what is on them."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from hubapp.demo.pictures import PLACES


@pytest.mark.parametrize(("name", "alt", "draw"), PLACES, ids=[place[0] for place in PLACES])
def test_each_is_a_picture_with_a_description(name, alt, draw):
    image = Image.open(io.BytesIO(draw()))
    assert (image.format, image.size) == ("PNG", (800, 600))
    assert len(image.getcolors(1_000_000)) >= 3
    assert name
    assert alt
