"""Whatever file comes: the picture as it should look, or a sentence."""

from __future__ import annotations

import io
import struct
import zlib

import pillow_heif
import pytest
from PIL import Image, ImageCms, ImageDraw

from hubapp.core.errors import Refused
from hubapp.services.editing import encoding

UNREADABLE = "This file is not a picture that we can read. Use JPEG, PNG, WebP, AVIF, HEIC or GIF."


def file_of(image: Image.Image, kind: str, **more) -> bytes:
    kept = io.BytesIO()
    image.save(kept, kind, **more)
    return kept.getvalue()


def shown(body: bytes) -> Image.Image:
    made = encoding.encoded(body)
    image = Image.open(io.BytesIO(made.body))
    assert image.format == "WEBP"
    assert image.size == (made.width, made.height)
    return image


def refusal(body: bytes) -> str:
    with pytest.raises(Refused) as refused:
        encoding.encoded(body)
    return str(refused.value.problems[0].sentence)


def near(image: Image.Image, at: tuple[int, int], colour: tuple[int, ...], off: int = 14) -> None:
    found = image.convert("RGB").getpixel(at)
    assert max(abs(a - b) for a, b in zip(found, colour, strict=True)) <= off, found


def frames(count: int, size=(40, 30)) -> list[Image.Image]:
    made = []
    for number in range(count):
        image = Image.new("RGB", size, (200, 30, 30))
        ImageDraw.Draw(image).rectangle((number, 0, number + 4, 29), fill=(30, 30, 200))
        made.append(image)
    return made


@pytest.mark.parametrize(("kind", "more"), [("GIF", {}), ("WEBP", {}), ("PNG", {}), ("AVIF", {})])
def test_what_moves_goes_on_moving_and_has_a_still(kind, more):
    first, *rest = frames(5)
    body = file_of(first, kind, save_all=True, append_images=rest, duration=70, **more)
    made = encoding.encoded(body)
    image = Image.open(io.BytesIO(made.body))
    assert made.moves
    assert image.n_frames == 5
    still = Image.open(io.BytesIO(made.sizes[encoding.STILL]))
    assert (still.size, getattr(still, "n_frames", 1)) == (image.size, 1)
    near(still, (20, 15), (200, 30, 30), 40)


def test_a_moving_picture_is_made_small_and_a_film_is_refused(monkeypatch):
    first, *rest = frames(2, (1600, 900))
    body = file_of(first, "GIF", save_all=True, append_images=rest)
    assert shown(body).size == (800, 450)
    first, *rest = frames(5)
    long = file_of(first, "GIF", save_all=True, append_images=rest)
    monkeypatch.setattr(encoding, "_MOST_FRAMES", 4)
    assert refusal(long).startswith("The animation is too long: it has 5 frames.")


def test_a_picture_of_a_phone_is_taken():
    image = Image.new("RGB", (64, 48), (30, 140, 60))
    kept = io.BytesIO()
    pillow_heif.from_pillow(image).save(kept, quality=90)
    near(shown(kept.getvalue()), (30, 20), (30, 140, 60))


@pytest.mark.parametrize("level", [0, 32768, 65535])
def test_sixteen_bits_are_not_turned_white(level):
    image = Image.new("I;16", (8, 8), level)
    near(shown(file_of(image, "PNG")), (4, 4), (level // 257,) * 3, 4)


def test_sixteen_bits_of_colour_keep_it():
    pixel = struct.pack(">HHH", 40000, 10000, 20000)
    rows = b"".join(b"\0" + pixel * 8 for _ in range(8))

    def chunk(name: bytes, data: bytes) -> bytes:
        body = name + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 8, 8, 16, 2, 0, 0, 0))
    png = b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    near(shown(png), (4, 4), (156, 39, 78))


def test_inks_of_a_printer_have_the_colours_of_a_screen():
    red = Image.new("CMYK", (16, 16), (0, 255, 255, 0))
    near(shown(file_of(red, "JPEG", quality=95)), (8, 8), (255, 0, 0), 40)


def test_colours_of_a_wider_screen_are_those_of_every_screen():
    wide = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB", 5000))
    assert shown(file_of(Image.new("RGB", (8, 8), (9, 99, 9)), "PNG", icc_profile=wide.tobytes()))
    plain = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    body = file_of(Image.new("RGB", (8, 8), (200, 90, 10)), "PNG", icc_profile=plain)
    near(shown(body), (4, 4), (200, 90, 10))
    broken = file_of(Image.new("RGB", (8, 8), (200, 90, 10)), "PNG", icc_profile=b"no profile")
    near(shown(broken), (4, 4), (200, 90, 10))


def test_several_sizes_are_made_and_none_larger_than_it_is():
    made = encoding.encoded(file_of(Image.linear_gradient("L").resize((1000, 500)), "JPEG"))
    sizes = {name: Image.open(io.BytesIO(body)).size for name, body in made.sizes.items()}
    assert sizes == {"400": (400, 200), "800": (800, 400)}
    assert encoding.encoded(file_of(Image.new("RGB", (300, 200)), "PNG")).sizes == {}


@pytest.mark.parametrize(
    "exif", [b"Exif\0\0rubbish", b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12", b"Exif\0\0II*\0\xff\xff"]
)
@pytest.mark.filterwarnings("ignore:Corrupt EXIF")
def test_a_camera_that_tells_nonsense_harms_nothing(exif):
    body = file_of(Image.new("RGB", (40, 20), (9, 99, 9)), "JPEG", exif=exif)
    assert shown(body).size == (40, 20)


def test_what_is_a_picture_and_something_else_comes_out_as_a_picture_only():
    page = b"<script>alert(1)</script>PK\x03\x04<?php system(1) ?>"
    gif = file_of(Image.new("P", (10, 10)), "GIF", comment=page[:200])
    for body in (gif, gif + page, file_of(Image.new("RGB", (10, 10)), "PNG") + page):
        made = encoding.encoded(body)
        assert page[:8] not in made.body
    assert refusal(page + gif) == UNREADABLE


def test_a_bomb_of_frames_and_one_of_pixels_are_refused(monkeypatch):
    flat = Image.new("1", (7000, 7000))
    assert refusal(file_of(flat, "PNG")).startswith("The picture has more than 40 million pixels.")
    monkeypatch.setattr(encoding, "MOST_PIXELS", 5_000)
    first, *rest = frames(5)
    body = file_of(first, "GIF", save_all=True, append_images=rest)
    assert refusal(body).startswith("The animation is too long")


@pytest.mark.parametrize(
    "body",
    [b"\0" * 100, b"%PDF-1.7", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"RIFF\0\0\0\0WAVE"],
)
def test_the_wrong_type_is_told(body):
    assert refusal(body) == UNREADABLE


def test_forty_megabytes_are_told():
    assert refusal(b"\xff\xd8" + b"\0" * 40_000_000).startswith("The picture is larger than 10 MB.")
