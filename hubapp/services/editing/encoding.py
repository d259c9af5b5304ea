"""A file that somebody calls a picture, made into what visitors are sent: WebP in sRGB, upright, in
several sizes, without anything that the camera added. What moves goes on moving."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from typing import NamedTuple

import pillow_heif
from PIL import Image, ImageCms, ImageOps, ImageSequence, UnidentifiedImageError

from hubapp.core.errors import Problem, Refused
from hubapp.core.words import Words

pillow_heif.register_heif_opener()

LARGEST_FILE = 10 * 1024 * 1024
MOST_PIXELS = 40_000_000
"""Of a picture; of all frames of one that moves, once they are small."""
TAKEN = ("JPEG", "PNG", "WEBP", "GIF", "AVIF", "HEIF")
"""Formats that Pillow may open; it tells them by their first bytes."""
WIDTHS = (400, 800)
"""Pixels, beside the picture itself."""
STILL = "still"
"""The first frame of what moves, for whoever wants no motion."""
_LONGEST_SIDE, _LONGEST_MOVING = 1600, 800
_MOST_FRAMES = 300
_UNREADABLE = Words(
    "This file is not a picture that we can read. Use JPEG, PNG, WebP, AVIF, HEIC or GIF."
)
_TOO_MANY = Words("The picture has more than 40 million pixels. Make it smaller first.")
_BROKEN = (
    ValueError,
    UnidentifiedImageError,
    OSError,
    SyntaxError,
    EOFError,
    IndexError,
    KeyError,
    TypeError,
    OverflowError,
    struct.error,
)
"""What Pillow raises of files that are damaged, or made to be."""


class Encoded(NamedTuple):
    """body: WebP of these pixels; sizes: its smaller ones and, of one that moves, ``STILL``."""

    width: int
    height: int
    body: bytes
    sizes: dict[str, bytes]
    moves: bool


def encoded(body: bytes) -> Encoded:
    """Raises Refused with a sentence when it is too large, too long or no picture."""
    if len(body) > LARGEST_FILE:
        raise refused(Words("The picture is larger than 10 MB. Choose a smaller one."))
    try:
        image = Image.open(io.BytesIO(body), formats=TAKEN)
        if image.width * image.height > MOST_PIXELS:
            raise refused(_TOO_MANY)
        frames = getattr(image, "n_frames", 1) if image.format != "HEIF" else 1
        return _moving(image, frames) if frames > 1 else _still(image)
    except Image.DecompressionBombError:
        raise refused(_TOO_MANY) from None
    except _BROKEN:
        raise refused(_UNREADABLE) from None


def refused(sentence: Words) -> Refused:
    """A problem of the file."""
    return Refused(Problem("picture", sentence))


def _still(image: Image.Image) -> Encoded:
    shown = _plain(_upright(image))
    shown.thumbnail((_LONGEST_SIDE, _LONGEST_SIDE))
    sizes = {str(width): _webp(each) for width, each in _smaller(shown)}
    return Encoded(shown.width, shown.height, _webp(shown), sizes, moves=False)


def _smaller(image: Image.Image) -> Iterator[tuple[int, Image.Image]]:
    for width in WIDTHS:
        if width < image.width:
            height = max(1, round(image.height * width / image.width))
            yield width, image.resize((width, height), Image.Resampling.LANCZOS)


def _too_long(frames: int) -> Words:
    return Words(
        "The animation is too long: it has %(frames)s frames. Use at most %(most)s, or make it "
        "smaller.",
        frames=frames,
        most=_MOST_FRAMES,
    )


def _moving(image: Image.Image, frames: int) -> Encoded:
    scale = min(1.0, _LONGEST_MOVING / max(image.size))
    size = (max(1, round(image.width * scale)), max(1, round(image.height * scale)))
    if frames > _MOST_FRAMES or frames * size[0] * size[1] > MOST_PIXELS:
        raise refused(_too_long(frames))
    pictures, times = [], []
    loops = image.info.get("loop", 1)
    for frame in ImageSequence.Iterator(image):
        pictures.append(frame.convert("RGBA").resize(size, Image.Resampling.BILINEAR))
        # A frame of no time is drawn as browsers do, a tenth of a second.
        times.append(int(frame.info.get("duration", 0)) or 100)
    kept = io.BytesIO()
    pictures[0].save(
        kept,
        "WEBP",
        save_all=True,
        append_images=pictures[1:],
        duration=times,
        loop=loops,
        quality=75,
        method=2,
    )
    return Encoded(*size, kept.getvalue(), {STILL: _webp(pictures[0])}, moves=True)


def _webp(image: Image.Image) -> bytes:
    kept = io.BytesIO()
    image.save(kept, "WEBP", quality=80, method=4)
    return kept.getvalue()


def _upright(image: Image.Image) -> Image.Image:
    image.load()
    try:
        return ImageOps.exif_transpose(image)
    except _BROKEN:
        # What the camera says of it cannot be read: it stands as it is stored.
        return image


def _plain(image: Image.Image) -> Image.Image:
    """In RGB as screens have it, or RGBA."""
    profile = image.info.get("icc_profile")
    if image.mode.startswith("I"):
        # Of 16 bits; Pillow would cut at 255 what it does not scale.
        image = image.point(lambda level: level / 256).convert("L")
    transparent = image.mode in ("RGBA", "LA", "P", "PA")
    if profile and image.mode in ("RGB", "RGBA", "CMYK", "L"):
        image = _as_on_screens(image, profile)
    return image.convert("RGBA" if transparent else "RGB")


def _as_on_screens(image: Image.Image, profile: bytes) -> Image.Image:
    try:
        found = ImageCms.profileToProfile(
            image,
            ImageCms.ImageCmsProfile(io.BytesIO(profile)),
            ImageCms.createProfile("sRGB"),
            outputMode="RGBA" if image.mode == "RGBA" else "RGB",
        )
    except (ImageCms.PyCMSError, *_BROKEN):
        # Colours of a profile that is none are those that stand there.
        return image
    return found or image
