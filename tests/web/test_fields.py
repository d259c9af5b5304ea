"""Fields that several forms of members have."""

from __future__ import annotations

import pytest

from hubapp.core.theming import PRESETS
from hubapp.web.fields import ThemeFields

FIRST, SECOND = PRESETS[:2]


@pytest.mark.parametrize(
    ("typed", "theme"),
    [
        (
            {"preset": SECOND.key, "background": "#112233", "accent": "#445566"},
            (SECOND.key, "#112233", "#445566"),
        ),
        ({"preset": SECOND.key}, (SECOND.key, SECOND.background, SECOND.accent)),
        ({}, (FIRST.key, FIRST.background, FIRST.accent)),
        (
            {"preset": "no-such-look", "background": "red", "accent": "#12345"},
            (FIRST.key, FIRST.background, FIRST.accent),
        ),
        ({"background": "url(//evil)"}, (FIRST.key, FIRST.background, FIRST.accent)),
    ],
)
def test_a_look_is_one_of_those_that_are_ready_with_two_colours(app, typed, theme):
    with app.test_request_context(method="POST", data=typed):
        assert tuple(ThemeFields().theme().values()) == theme
