"""Pictures, re-encoded on upload, and faces of brands, kept in the database so that every web
process has them."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Integer, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, deferred, mapped_column

from hubapp.extensions import db
from hubapp.models.columns import Created, Key


class Asset(db.Model):
    """public_id: in documents and URLs (unguessable); width, height: pixels, 0 of a
    face."""

    id: Mapped[Key]
    public_id: Mapped[str] = mapped_column(String(32), unique=True)
    workspace_id: Mapped[int] = mapped_column(
        ForeignKey("workspace.id", ondelete="CASCADE"), index=True
    )
    mime: Mapped[str] = mapped_column(String(40))
    width: Mapped[int] = mapped_column(Integer)
    height: Mapped[int] = mapped_column(Integer)
    body: Mapped[bytes] = deferred(mapped_column(LargeBinary))
    created_at: Mapped[Created]


class AssetSize(db.Model):
    """A smaller one of a picture, made when it was uploaded. name: its width in pixels, or
    ``still``, see ``services/editing/encoding.py``."""

    __table_args__ = (UniqueConstraint("asset_id", "name"),)

    id: Mapped[Key]
    asset_id: Mapped[int] = mapped_column(ForeignKey("asset.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(10))
    body: Mapped[bytes] = deferred(mapped_column(LargeBinary, nullable=False))
