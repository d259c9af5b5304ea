"""Pages of a hub's settings, as they open and as they come back."""

from __future__ import annotations

import pytest

from hubapp.core.theming import PRESETS
from tests.blueprints.page import page_of


def test_a_new_hub_begins_with_the_first_look_and_nothing_typed(editor):
    page = page_of(editor.get("/hubs/new"))
    assert (page.values["name"], page.values["slug"]) == ("", "")
    assert page.values["preset"] == PRESETS[0].key
    assert page.values["background"] == PRESETS[0].background
    for preset in PRESETS:
        assert str(preset.label) in page.words


def test_a_refused_hub_keeps_the_colours_that_were_chosen(editor):
    typed = {"preset": "gallery", "background": "#102030", "accent": "#405060", "slug": "x"}
    page = page_of(editor.post("/hubs/new", data=typed))
    assert typed.items() <= page.values.items()


@pytest.mark.parametrize("role", ["editor", "owner"])
def test_settings_show_where_the_hub_is_found(signed_in, draft, role):
    page = page_of(signed_in(role).get(f"/hubs/{draft.id}/settings"))
    assert page.values["slug"] == "summer"
    assert "Visitors find the hub at /h/summer/" in page.words
