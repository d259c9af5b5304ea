"""One visitor's run through a card."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Boolean, ForeignKey, Index, Integer, SmallInteger, String, false, text
from sqlalchemy.orm import Mapped, mapped_column

from hubapp.extensions import db
from hubapp.models.columns import OF_TESTS, Created, JsonColumn, Key, UtcTime

_FINISHED = text("finished_at is not null")
_UNCOUNTED = text("not counted")
_OPEN = text("finished_at is null and left_at is null")


class Play(db.Model):
    """token: in the visitor's address; answers: as the card type stores them;
    outcome: ``{"values", "screen"}`` once decided; pinned to the version it answers.
    speaker_id: whose it is; None: begun before visitors were told from people. contact_id: who that
    is, once they have said so. left_at: when it was taken for left unfinished. source:
    where the visit came from (``core/source``); counted: its beginning is in the results. test:
    somebody tries the hub out: in no figure and no draw, see ``services/visiting/testing``."""

    __table_args__ = (
        Index("ix_play_hub_card", "hub_id", "card_id"),
        Index("ix_play_contact_card", "contact_id", "card_id"),
        Index("ix_play_speaker", "speaker_id", "hub_id", "id"),
        Index(
            "ix_play_hub_finished",
            "hub_id",
            "finished_at",
            postgresql_where=_FINISHED,
            sqlite_where=_FINISHED,
        ),
        # What may have been left: looked through by age, so it must not hold what has ended.
        Index("ix_play_uncounted", "id", postgresql_where=_UNCOUNTED, sqlite_where=_UNCOUNTED),
        Index("ix_play_open", "created_at", postgresql_where=_OPEN, sqlite_where=_OPEN),
        Index("ix_play_test", "hub_id", "id", **OF_TESTS),
    )

    id: Mapped[Key]
    token: Mapped[str] = mapped_column(String(32), unique=True)
    hub_id: Mapped[int] = mapped_column(ForeignKey("hub.id", ondelete="CASCADE"))
    version_id: Mapped[int] = mapped_column(ForeignKey("hub_version.id"))
    card_id: Mapped[str] = mapped_column(String(20))
    speaker_id: Mapped[int | None] = mapped_column(ForeignKey("speaker.id", ondelete="CASCADE"))
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("contact.id", ondelete="CASCADE"))
    answers: Mapped[list[Any]] = mapped_column(JsonColumn, default=list)
    outcome: Mapped[dict[str, Any] | None] = mapped_column(JsonColumn)
    captured: Mapped[dict[str, Any]] = mapped_column(JsonColumn, default=dict)
    created_at: Mapped[Created]
    finished_at: Mapped[datetime | None] = mapped_column(UtcTime)
    left_at: Mapped[datetime | None] = mapped_column(UtcTime)
    source: Mapped[str] = mapped_column(String(60), default="", server_default="")
    counted: Mapped[bool] = mapped_column(Boolean, default=False, server_default=false())
    test: Mapped[bool] = mapped_column(Boolean, default=False, server_default=false())


class Tally(db.Model):
    """A counter of a card, such as the votes of one choice of a poll; or a part of it, for on
    PostgreSQL it stands in several rows, see ``services/visiting/tallies``."""

    hub_id: Mapped[int] = mapped_column(ForeignKey("hub.id", ondelete="CASCADE"), primary_key=True)
    card_id: Mapped[str] = mapped_column(String(20), primary_key=True)
    key: Mapped[str] = mapped_column(String(60), primary_key=True)
    shard: Mapped[int] = mapped_column(
        SmallInteger, primary_key=True, default=0, server_default="0"
    )
    count: Mapped[int] = mapped_column(Integer, default=0)
