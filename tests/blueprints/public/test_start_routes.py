"""A hub that is about to be made."""

from __future__ import annotations

from hubapp.services import editing
from tests.blueprints.page import page_of


def test_it_is_shown_as_visitors_would_see_it_and_nothing_is_kept(signed_in, workspace):
    editor = signed_in("editor")
    address = "/preview/new/?goal=preferences&name=Caf%C3%A9&accent=%23d8202a&preset=poster"
    reply = editor.get(address)
    words = page_of(reply).words
    assert "Café" in words
    assert "What brings you here?" in words
    assert "frame-ancestors 'self'" in reply.headers["Content-Security-Policy"]
    assert editing.hubs_of(workspace.id) == []
    theme = next(each for each in reply.text.split('"') if each.startswith("/preview/new/theme"))
    style = editor.get(theme.replace("&amp;", "&")).text
    assert "--accent:#d8202a;" in style
    assert "@font-face" in style


def test_whatever_stands_in_the_address_there_is_a_page(signed_in):
    editor = signed_in("editor")
    for query in ("", "?goal=x&language=zz&accent=red&logo=../x", f"?name={'n' * 5000}"):
        assert editor.get(f"/preview/new/{query}").status_code == 200
        assert editor.get(f"/preview/new/theme.css{query}").status_code == 200
    assert "Your hub" in page_of(editor.get("/preview/new/")).words
