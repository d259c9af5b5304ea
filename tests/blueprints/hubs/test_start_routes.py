"""New hub: a logo, and what it is for."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from hubapp.core.theming import PRESETS
from hubapp.services import editing
from tests.blueprints.page import page_of


def logo(colour: str = "#d8202a") -> tuple[io.BytesIO, str]:
    made = io.BytesIO()
    Image.new("RGB", (40, 20), colour).save(made, "PNG")
    return io.BytesIO(made.getvalue()), "logo.png"


@pytest.fixture
def only(workspace):
    def find():
        (hub,) = editing.hubs_of(workspace.id)
        return editing.draft_snapshot(hub.id)

    return find


def test_a_logo_is_kept_and_tells_its_colours(editor):
    found = editor.post("/hubs/new/logo", data={"logo_file": logo()}).json
    assert editor.get(f"/pictures/{found['logo']}").status_code == 200
    assert found["accent"].startswith("#d")
    assert editor.post("/hubs/new/logo", data={}).json == {"logo": ""}


def test_what_is_no_picture_is_refused_in_words(editor):
    reply = editor.post("/hubs/new/logo", data={"logo_file": (io.BytesIO(b"x"), "a.png")})
    assert reply.status_code == 422
    assert "not a picture that we can read" in reply.json["problem"]


def test_a_hub_is_made_of_its_goal_in_the_chosen_colours(editor, only):
    sent = editor.post("/hubs/new/logo", data={"logo_file": logo()}).json
    form = {**sent, "name": "Café", "goal": "grow", "preset": "sherbet"}
    assert editor.post("/hubs/new", data=form).location.endswith("/edit")
    made = only()
    assert [each.kind for each in made.cards()] == ["form", "poll"]
    assert (made.theme.accent, made.logo) == (sent["accent"], sent["logo"])


def test_without_a_script_the_logo_dresses_the_hub_too(editor, only):
    look = PRESETS[0]
    form = {"name": "Café", "background": look.background, "accent": look.accent}
    editor.post("/hubs/new", data={**form, "preset": look.key, "logo_file": logo()})
    assert only().theme.accent.startswith("#d")


def test_colours_that_somebody_chose_stay(editor, only):
    form = {"name": "Café", "preset": "sherbet", "background": "#123456", "accent": "#fedcba"}
    editor.post("/hubs/new", data={**form, "logo_file": logo()})
    assert (only().theme.background, only().theme.accent) == ("#123456", "#fedcba")


def test_what_was_chosen_comes_back_with_what_is_wrong(editor):
    reply = editor.post("/hubs/new", data={"name": "", "goal": "feedback", "logo_file": logo()})
    assert reply.status_code == 422
    assert "Give the hub a name." in page_of(reply).words
    assert 'value="feedback" checked' in reply.text
