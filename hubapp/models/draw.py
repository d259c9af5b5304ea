"""A draw of winners: the list it is of, its seed, and who has which place."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hubapp.extensions import db
from hubapp.models.columns import Created, JsonColumn, Key, Kind, UtcTime
from hubapp.models.user import User


class Draw(db.Model):
    """state: ``sealed`` (list and seed are written, nobody has won yet), ``drawn`` or
    ``cancelled``. public_id: in the address of its proof. click: of the press that sealed it, so
    that a second one finds the first. about: what the list was filtered by, without an address.
    people: lines of the list; nobodies: entries that were left out, for nobody said whose they are.
    """

    __table_args__ = (Index("ix_draw_hub", "hub_id", "id"),)

    id: Mapped[Key]
    public_id: Mapped[str] = mapped_column(String(36), unique=True)
    hub_id: Mapped[int] = mapped_column(ForeignKey("hub.id", ondelete="CASCADE"))
    click: Mapped[str] = mapped_column(String(32), unique=True)
    about: Mapped[dict[str, Any]] = mapped_column(JsonColumn)
    state: Mapped[Kind]
    winners: Mapped[int] = mapped_column(Integer)
    reserves: Mapped[int] = mapped_column(Integer)
    people: Mapped[int] = mapped_column(Integer)
    nobodies: Mapped[int] = mapped_column(Integer)
    list_hash: Mapped[str] = mapped_column(String(64))
    seed: Mapped[str] = mapped_column(String(64))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    created_at: Mapped[Created]
    drawn_at: Mapped[datetime | None] = mapped_column(UtcTime)
    cancelled_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    cancelled_at: Mapped[datetime | None] = mapped_column(UtcTime)
    reason: Mapped[str] = mapped_column(Text, default="")
    by: Mapped[User | None] = relationship(foreign_keys=[by_id])
    cancelled_by: Mapped[User | None] = relationship(foreign_keys=[cancelled_by_id])


class DrawTelling(db.Model):
    """The winners of a draw were told: with which words, unless it was without a mail. by: None
    once that person's account is gone."""

    id: Mapped[Key]
    draw_id: Mapped[int] = mapped_column(ForeignKey("draw.id", ondelete="CASCADE"), index=True)
    subject: Mapped[str] = mapped_column(Text, default="")
    text: Mapped[str] = mapped_column(Text, default="")
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    created_at: Mapped[Created]
    by: Mapped[User | None] = relationship()


class DrawPart(db.Model):
    """Some lines of the list, in their order: public ids of entries alone, so that erasing a person
    leaves the list and its hash."""

    draw_id: Mapped[int] = mapped_column(
        ForeignKey("draw.id", ondelete="CASCADE"), primary_key=True
    )
    number: Mapped[int] = mapped_column(Integer, primary_key=True)
    text: Mapped[str] = mapped_column(Text)


class DrawPlace(db.Model):
    """entry: its public id, line: where it stands in the list. state: ``winner``, ``reserve`` or
    ``replaced``, with why, by whom and when. stands_for: the place whose prize a reserve has got.
    told_at: when it was told that it has won. mail: empty, or how its mail stands: ``waiting``,
    ``taken`` (by the mail server), ``given_up``, ``not_sent`` (it had won no longer) or
    ``no_address``, since mail_at; telling_id: with which words.
    """

    draw_id: Mapped[int] = mapped_column(
        ForeignKey("draw.id", ondelete="CASCADE"), primary_key=True
    )
    position: Mapped[int] = mapped_column(Integer, primary_key=True)
    entry: Mapped[str] = mapped_column(String(36))
    line: Mapped[int] = mapped_column(Integer)
    state: Mapped[Kind]
    stands_for: Mapped[int | None] = mapped_column(Integer)
    reason: Mapped[str] = mapped_column(Text, default="")
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    replaced_at: Mapped[datetime | None] = mapped_column(UtcTime)
    told_at: Mapped[datetime | None] = mapped_column(UtcTime)
    mail: Mapped[str] = mapped_column(String(12), default="", server_default="")
    mail_at: Mapped[datetime | None] = mapped_column(UtcTime)
    telling_id: Mapped[int | None] = mapped_column(
        ForeignKey("draw_telling.id", ondelete="SET NULL")
    )
    by: Mapped[User | None] = relationship(foreign_keys=[by_id])

    @property
    def prize(self) -> int:
        """The place whose prize it is."""
        return self.stands_for or self.position
