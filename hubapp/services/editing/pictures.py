"""Pictures that a marketer uploads: checked, re-encoded, stripped of what the camera added."""

from __future__ import annotations

import io
import secrets

from PIL import Image, ImageOps, UnidentifiedImageError
from sqlalchemy import select
from sqlalchemy.orm import undefer

from hubapp.core.errors import NotFoundHere, Problem, Refused
from hubapp.core.words import Words
from hubapp.doors.database import transaction
from hubapp.extensions import db
from hubapp.models import Asset

LARGEST_FILE = 10 * 1024 * 1024
MOST_PIXELS = 40_000_000
_LONGEST_SIDE = 1600
_TAKEN = ("JPEG", "PNG", "WEBP", "GIF", "AVIF")
"""Formats that Pillow may open; it tells them by their first bytes."""


def store_picture(workspace_id: int, body: bytes) -> str:
    """Keep a picture as WebP of at most 1,600 pixels a side. Returns its id for documents.

    Raises Refused with a sentence when it is too large or no picture.
    """
    if len(body) > LARGEST_FILE:
        raise _refused(Words("The picture is larger than 10 MB. Choose a smaller one."))
    image = _opened(body)
    image.thumbnail((_LONGEST_SIDE, _LONGEST_SIDE))
    transparent = image.mode in ("RGBA", "LA", "P")
    if image.mode.startswith("I"):
        # Of 16 bits; Pillow would cut at 255 what it does not scale.
        image = image.point(lambda level: level / 256).convert("L")
    encoded = io.BytesIO()
    image.convert("RGBA" if transparent else "RGB").save(encoded, "WEBP", quality=80, method=4)
    asset = Asset(
        public_id=secrets.token_hex(12),
        workspace_id=workspace_id,
        mime="image/webp",
        width=image.width,
        height=image.height,
        body=encoded.getvalue(),
    )
    public_id = asset.public_id
    with transaction() as session:
        session.add(asset)
    return public_id


def picture(public_id: str) -> Asset:
    """A stored picture with its bytes. Raises NotFoundHere."""
    query = select(Asset).where(Asset.public_id == public_id).options(undefer(Asset.body))
    asset = db.session.scalars(query).one_or_none()
    if asset is None:
        raise NotFoundHere
    return asset


def _opened(body: bytes) -> Image.Image:
    unreadable = Words(
        "This file is not a picture that we can read. Use JPEG, PNG, WebP, AVIF or GIF."
    )
    too_many = Words("The picture has more than 40 million pixels. Make it smaller first.")
    try:
        image = Image.open(io.BytesIO(body), formats=_TAKEN)
        if image.width * image.height > MOST_PIXELS:
            raise _refused(too_many)
        return ImageOps.exif_transpose(image)
    except Image.DecompressionBombError:
        raise _refused(too_many) from None
    except (ValueError, UnidentifiedImageError, OSError, SyntaxError):
        raise _refused(unreadable) from None


def _refused(sentence: Words) -> Refused:
    return Refused(Problem("picture", sentence))
