"""Codes that a card gives or asks for, and what there is only so much of."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Integer, LargeBinary, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from hubapp.extensions import db
from hubapp.models.columns import Created, Key, Kind, UtcTime

_FREE = text("used_at is null")


class CodePool(db.Model):
    """A list of codes of a card. name: as the card type calls it (``CardType.pools``); total: how
    many there are, used ones too; told_at: when the owners were told that few are left."""

    __table_args__ = (UniqueConstraint("hub_id", "card_id", "name"),)

    id: Mapped[Key]
    hub_id: Mapped[int] = mapped_column(ForeignKey("hub.id", ondelete="CASCADE"))
    card_id: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(20))
    total: Mapped[int] = mapped_column(Integer, default=0)
    told_at: Mapped[datetime | None] = mapped_column(UtcTime)


class Code(db.Model):
    """One code. mark: by which it is found, though nobody can read it from that; sealed: itself;
    used_at: since when it is given, or used up."""

    __table_args__ = (
        UniqueConstraint("pool_id", "mark"),
        # The next one to give, however many were given before.
        Index("ix_code_free", "pool_id", "id", postgresql_where=_FREE, sqlite_where=_FREE),
    )

    id: Mapped[Key]
    pool_id: Mapped[int] = mapped_column(ForeignKey("code_pool.id", ondelete="CASCADE"))
    mark: Mapped[str] = mapped_column(String(32))
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    used_at: Mapped[datetime | None] = mapped_column(UtcTime)


class Award(db.Model):
    """A play drew something of which there is only so much. prize: the id of the result; code_id:
    the one of the list that it got; state: ``given``, ``sold_out`` (there was none left) or
    ``erased`` (the code is used, and nobody knows any more by whom)."""

    __table_args__ = (Index("ix_award_card", "hub_id", "card_id", "prize"),)

    id: Mapped[Key]
    play_id: Mapped[int] = mapped_column(ForeignKey("play.id", ondelete="CASCADE"), unique=True)
    hub_id: Mapped[int] = mapped_column(ForeignKey("hub.id", ondelete="CASCADE"))
    card_id: Mapped[str] = mapped_column(String(20))
    prize: Mapped[str] = mapped_column(String(20))
    code_id: Mapped[int | None] = mapped_column(
        ForeignKey("code.id", ondelete="CASCADE"), unique=True
    )
    state: Mapped[Kind]
    created_at: Mapped[Created]


class Stock(db.Model):
    """How many of a result were given. How many there are is said by the live version."""

    hub_id: Mapped[int] = mapped_column(ForeignKey("hub.id", ondelete="CASCADE"), primary_key=True)
    card_id: Mapped[str] = mapped_column(String(20), primary_key=True)
    prize: Mapped[str] = mapped_column(String(20), primary_key=True)
    taken: Mapped[int] = mapped_column(Integer, default=0)
