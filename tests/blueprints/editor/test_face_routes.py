"""A face for headlines goes up in Build, and is taken away there."""

from __future__ import annotations

import io

import pytest

from tests.support.faces import BODY


@pytest.fixture
def upload(editor, build):
    """Sends a file."""

    def send(name: str, body: bytes):
        return editor.post(f"{build}/face", data={"face": (io.BytesIO(body), name)})

    return send


def test_it_is_named_on_the_screen_and_can_be_taken_away(editor, build, upload, document):
    reply = upload("Brand.woff2", BODY)
    assert (reply.status_code, reply.location) == (303, f"{build}#face")
    page = editor.get(build).text
    assert "Your headlines are written in “Brand”." in page
    assert editor.post(f"{build}/face/remove").status_code == 303
    assert document("hub")["face"] is None
    assert "Your headlines are written in “Brand”." not in editor.get(build).text


def test_what_is_no_face_is_said_at_the_file_and_the_hub_keeps_its_words(draft, upload, document):
    reply = upload("film.mov", b"no face")
    assert reply.status_code == 422
    assert "This is not a WOFF2 file of one face" in reply.text
    assert f'value="{draft.name}"' in reply.text
    assert not document("hub").get("face")


def test_without_a_file_it_says_so(editor, build):
    assert "Choose a file first." in editor.post(f"{build}/face", data={}).text
