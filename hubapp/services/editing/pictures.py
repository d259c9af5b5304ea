"""Pictures that a marketer uploads, kept as visitors are sent them."""

from __future__ import annotations

import secrets

from sqlalchemy import select
from sqlalchemy.orm import undefer

from hubapp.core.errors import NotFoundHere
from hubapp.core.pictured import MOVES
from hubapp.doors.database import transaction
from hubapp.extensions import db
from hubapp.models import Asset, AssetSize
from hubapp.services.editing.encoding import encoded


def store_picture(workspace_id: int, body: bytes) -> str:
    """Keep a picture as WebP of at most 1,600 pixels a side, and smaller ones of it. Returns its id
    for documents, which says whether it moves.

    Raises Refused with a sentence when it is too large or no picture.
    """
    made = encoded(body)
    public_id = secrets.token_hex(12) + (MOVES if made.moves else "")
    asset = Asset(
        public_id=public_id,
        workspace_id=workspace_id,
        mime="image/webp",
        width=made.width,
        height=made.height,
        body=made.body,
    )
    with transaction() as session:
        session.add(asset)
        session.flush()
        session.add_all(
            AssetSize(asset_id=asset.id, name=name, body=each) for name, each in made.sizes.items()
        )
    return public_id


def picture(public_id: str) -> Asset:
    """A stored picture with its bytes. Raises NotFoundHere."""
    # Faces of brands are kept there as well.
    query = select(Asset).where(Asset.public_id == public_id, Asset.mime.startswith("image/"))
    query = query.options(undefer(Asset.body))
    asset = db.session.scalars(query).one_or_none()
    if asset is None:
        raise NotFoundHere
    return asset


def picture_in_size(public_id: str, name: str) -> bytes:
    """A smaller one of it (``"400"``), or its first frame (``"still"``); the picture itself where
    there is none: it is small enough, or was stored before there were any. Raises NotFoundHere."""
    query = select(AssetSize.body).join(Asset, Asset.id == AssetSize.asset_id)
    found = db.session.scalar(query.where(Asset.public_id == public_id, AssetSize.name == name))
    return picture(public_id).body if found is None else found
