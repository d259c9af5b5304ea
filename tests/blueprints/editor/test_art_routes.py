"""The pictures of cards beside their names."""

from __future__ import annotations

import re

import pytest

from hubapp.core.inks import inks_of
from hubapp.services import editing


def test_a_card_without_a_picture_stands_beside_its_art(editor, draft, build, card):
    accent = editing.document(draft.id, "hub")[0]["theme"]["accent"]
    (address,) = re.findall(rf'<img src="([^"]*/{card}\.svg)"', editor.get(build).text)
    reply = editor.get(address)
    assert reply.mimetype == "image/svg+xml"
    assert inks_of(accent)["a"] in reply.text
    assert "immutable" in reply.headers["Cache-Control"]


@pytest.mark.parametrize("accent", ["ff5a3", "url(x)", '"><a', "FF5A36"])
def test_what_is_no_colour_is_drawn_with_nothing(editor, build, accent):
    assert editor.get(f"{build}/art/waves-{accent}/0/ab12.svg").status_code == 404
