"""A picture goes up by itself; one that is refused is named."""

from __future__ import annotations

import io

import pytest
from PIL import Image


def file_of(name: str, body: bytes | None = None):
    if body is None:
        kept = io.BytesIO()
        Image.new("RGB", (900, 600), (9, 99, 9)).save(kept, "PNG")
        body = kept.getvalue()
    return {"file": (io.BytesIO(body), name)}


@pytest.fixture
def address(build) -> str:
    return f"{build}/pictures"


def test_it_is_kept_and_shown_in_the_size_of_the_screen(editor, address):
    told = editor.post(address, data=file_of("bird.png")).json
    small = editor.get(told["url"])
    assert (small.status_code, small.content_type) == (200, "image/webp")
    assert Image.open(io.BytesIO(small.data)).size == (400, 267)
    whole = editor.get(f"/pictures/{told['id']}")
    assert Image.open(io.BytesIO(whole.data)).size == (900, 600)
    other = editor.get(f"/pictures/{told['id']}?size=77")
    assert other.data == whole.data


def test_what_is_no_picture_is_named(editor, address):
    reply = editor.post(address, data=file_of("film.mov", b"\0" * 300))
    assert reply.status_code == 409
    assert reply.json["problem"].startswith("“film.mov”: This file is not a picture")
    assert editor.post(address, data={}).status_code == 409
