"""A picture comes in the size that the screen needs, and stands still for whoever wants that."""

from __future__ import annotations

import re

import pytest

from hubapp.web.pictures import picture_tag, picture_url

HERE = "ab" * 12


@pytest.fixture(autouse=True)
def _of_a_page(app):
    with app.test_request_context():
        yield


def test_there_is_no_address_of_no_picture():
    assert picture_url("") == ""
    assert picture_url(HERE, "400") == f"/pictures/{HERE}?size=400"


def test_a_picture_keeps_its_place_and_names_its_sizes():
    tag = picture_tag(HERE, 'A "bird" <b>', 640, 360, loading="lazy")
    assert tag.startswith("<img src=")
    assert 'alt="A &#34;bird&#34; &lt;b&gt;" width="640" height="360" loading="lazy"' in tag
    assert re.findall(r"(\S+) (\d+)w", tag) == [
        (f'srcset="/pictures/{HERE}?size=400', "400"),
        (f"/pictures/{HERE}?size=800", "800"),
        (f"/pictures/{HERE}", "1600"),
    ]
    assert 'sizes="(min-width: 700px) 640px, 100vw"' in tag


def test_what_moves_has_a_still_for_whoever_wants_no_motion():
    tag = picture_tag(f"{HERE}m", "A flag", 640, 360)
    still = f'media="(prefers-reduced-motion: reduce)" srcset="/pictures/{HERE}m?size=still"'
    assert tag.startswith(f"<picture><source {still}>")
    assert "w, " not in tag
