"""Addresses that hubs and cards had before: whoever comes there is led on."""

from __future__ import annotations

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from hubapp.extensions import db


class FormerAddress(db.Model):
    """slug: that the hub had; nobody else gets it while the hub is there."""

    slug: Mapped[str] = mapped_column(String(60), primary_key=True)
    hub_id: Mapped[int] = mapped_column(ForeignKey("hub.id", ondelete="CASCADE"), index=True)


class FormerCardAddress(db.Model):
    """slug: that a published card had in its hub, before it was published with another."""

    hub_id: Mapped[int] = mapped_column(ForeignKey("hub.id", ondelete="CASCADE"), primary_key=True)
    slug: Mapped[str] = mapped_column(String(60), primary_key=True)
    card_id: Mapped[str] = mapped_column(String(20))
