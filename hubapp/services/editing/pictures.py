"""Pictures that a marketer uploads: checked, re-encoded, stripped of what the camera added."""

from __future__ import annotations

import io
import secrets

import puremagic
from PIL import Image, ImageOps, UnidentifiedImageError

from hubapp.core.errors import Problem, Refused
from hubapp.extensions import db
from hubapp.models import Asset

LARGEST_FILE = 10 * 1024 * 1024
MOST_PIXELS = 40_000_000
_LONGEST_SIDE = 1600
_TAKEN = {"image/jpeg", "image/png", "image/webp", "image/gif", "image/avif"}


def store_picture(workspace_id: int, body: bytes) -> str:
    """Keep a picture as WebP of at most 1,600 pixels a side. Returns its id for documents.

    Raises Refused with a sentence when it is too large or no picture.
    """
    if len(body) > LARGEST_FILE:
        raise _refused("The picture is larger than 10 MB. Choose a smaller one.")
    image = _opened(body)
    image.thumbnail((_LONGEST_SIDE, _LONGEST_SIDE))
    transparent = image.mode in ("RGBA", "LA", "P")
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
    db.session.add(asset)
    db.session.commit()
    return asset.public_id


def _opened(body: bytes) -> Image.Image:
    sentence = "This file is not a picture that we can read. Use JPEG, PNG, WebP, AVIF or GIF."
    try:
        if puremagic.from_string(body, mime=True) not in _TAKEN:
            raise _refused(sentence)
        image = Image.open(io.BytesIO(body))
        if image.width * image.height > MOST_PIXELS:
            raise _refused("The picture has more than 40 million pixels. Make it smaller first.")
        return ImageOps.exif_transpose(image)
    except (puremagic.PureError, ValueError, UnidentifiedImageError, OSError, SyntaxError):
        raise _refused(sentence) from None


def _refused(sentence: str) -> Refused:
    return Refused(Problem("picture", sentence))
