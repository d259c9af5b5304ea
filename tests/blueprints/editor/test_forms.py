"""The hub's own screen, as it was typed."""

from __future__ import annotations

import pytest

from hubapp.blueprints.editor.forms import HubWords

ALL = {
    "name": "Summer",
    "tagline": "Warm",
    "dates": "July",
    "logo": "",
    "terms_url": "https://example.com/terms",
    "privacy_url": "",
}


@pytest.fixture
def words(app):
    """What a screen that posted this changes."""

    def read(typed: dict[str, str], pictures: dict[str, str] | None = None) -> dict[str, str]:
        with app.test_request_context(method="POST", data=typed):
            return HubWords().words(pictures or {})

    return read


def test_every_control_is_read(words):
    assert words(ALL) == ALL


def test_a_control_that_was_not_posted_changes_nothing(words):
    assert words({"name": "Summer"}) == {"name": "Summer"}


def test_what_is_no_control_is_left_out(words):
    assert words({"name": "Summer", "pages": "x", "_revision": "3", "preset": "gallery"}) == {
        "name": "Summer"
    }


@pytest.mark.parametrize(
    ("pictures", "logo"),
    [({"logo": "ab12"}, "ab12"), ({}, "old"), ({"logo": ""}, ""), ({"cover": "cd34"}, "old")],
)
def test_a_picture_stands_as_it_was_stored(words, pictures, logo):
    assert words(ALL | {"logo": "old"}, pictures)["logo"] == logo
