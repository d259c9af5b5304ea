"""Pictures are checked, made small and stripped of what the camera added."""

from __future__ import annotations

import io
import struct
import zlib

import pytest
from PIL import Image

from hubapp.core.errors import NotFoundHere, Refused
from hubapp.extensions import db
from hubapp.models import Asset, Workspace
from hubapp.services.editing import encoding, pictures

UNREADABLE = "This file is not a picture that we can read. Use JPEG, PNG, WebP, AVIF, HEIC or GIF."
TOO_MANY = "The picture has more than 40 million pixels. Make it smaller first."


def file_of(kind: str, mode: str = "RGB", size: tuple[int, int] = (40, 20), **more) -> bytes:
    kept = io.BytesIO()
    Image.new(mode, size).save(kept, kind, **more)
    return kept.getvalue()


def claiming(width: int, height: int) -> bytes:
    """A PNG of a few bytes that says it is that large."""
    body = file_of("PNG")
    header = b"IHDR" + struct.pack(">II", width, height) + body[24:29]
    return body[:12] + header + struct.pack(">I", zlib.crc32(header)) + body[33:]


def stored(workspace: Workspace, body: bytes) -> Image.Image:
    asset = pictures.picture(pictures.store_picture(workspace.id, body))
    assert asset.mime == "image/webp"
    image = Image.open(io.BytesIO(asset.body))
    assert (image.format, image.size) == ("WEBP", (asset.width, asset.height))
    return image


def refusal(workspace: Workspace, body: bytes) -> str:
    with pytest.raises(Refused) as refused:
        pictures.store_picture(workspace.id, body)
    (problem,) = refused.value.problems
    assert problem.where == "picture"
    assert db.session.query(Asset).count() == 0
    return str(problem.sentence)


def test_a_picture_is_found_by_an_id_that_nobody_guesses(both, workspace):
    first, second = (pictures.store_picture(workspace.id, file_of("PNG")) for _ in range(2))
    assert first != second
    assert len(first) == 24
    assert pictures.picture(first).workspace_id == workspace.id
    with pytest.raises(NotFoundHere):
        pictures.picture("0" * 24)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF", "AVIF"])
def test_every_format_that_is_named_is_taken(app, workspace, kind):
    assert stored(workspace, file_of(kind)).size == (40, 20)


@pytest.mark.parametrize(
    ("kind", "mode", "transparent"),
    [
        ("PNG", "RGBA", True),
        ("PNG", "LA", True),
        ("PNG", "P", True),
        ("PNG", "L", False),
        ("PNG", "1", False),
        ("PNG", "I;16", False),
        ("JPEG", "CMYK", False),
        ("WEBP", "RGBA", True),
    ],
)
def test_what_is_transparent_stays_so(app, workspace, kind, mode, transparent):
    more = {"transparency": 0} if mode == "P" else {}
    image = stored(workspace, file_of(kind, mode, **more))
    assert (image.mode == "RGBA") is transparent


@pytest.mark.parametrize(
    ("size", "small"),
    [((3200, 800), (1600, 400)), ((10, 3200), (5, 1600)), ((1600, 1600), (1600, 1600))],
)
def test_a_large_picture_is_made_small_in_its_shape(app, workspace, size, small):
    assert stored(workspace, file_of("PNG", "L", size)).size == small


def test_what_the_camera_added_is_gone_and_the_picture_stands_upright(app, workspace):
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "Somebody's camera"
    exif.get_ifd(0x8825)[1] = "N"
    image = stored(workspace, file_of("JPEG", exif=exif))
    assert image.size == (20, 40)
    assert dict(image.getexif()) == {}


def test_a_file_that_is_too_large_is_not_even_opened(app, workspace, monkeypatch):
    monkeypatch.setattr(encoding, "LARGEST_FILE", 10)
    sentence = "The picture is larger than 10 MB. Choose a smaller one."
    assert refusal(workspace, b"x" * 11) == sentence
    assert refusal(workspace, b"x" * 10) == UNREADABLE


@pytest.mark.parametrize("size", [(8000, 5001), (100_000, 100_000)])
def test_a_small_file_may_claim_to_be_a_huge_picture(app, workspace, size):
    assert refusal(workspace, claiming(*size)) == TOO_MANY


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"%PDF-1.7",
        file_of("PNG")[:40],
        file_of("JPEG")[:200],
        file_of("BMP"),
        file_of("TIFF"),
        claiming(30, 30),
    ],
    ids=["nothing", "svg", "pdf", "half a png", "half a jpeg", "bmp", "tiff", "a liar"],
)
def test_what_is_no_picture_is_refused(app, workspace, body):
    assert refusal(workspace, body) == UNREADABLE
