"""Browsers, whom they speak for, and what was told to which hub."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from hubapp.extensions import db
from hubapp.models.columns import Created, JsonColumn, Key, Kind, UtcTime, now

_OPEN = text("ended_at is null")


class Visitor(db.Model):
    """A browser in a workspace, anonymous by itself. mark: of its cookie and the workspace, so that
    one cookie serves all workspaces and links none."""

    id: Mapped[Key]
    workspace_id: Mapped[int] = mapped_column(
        ForeignKey("workspace.id", ondelete="CASCADE"), index=True
    )
    mark: Mapped[str] = mapped_column(String(32), unique=True)
    created_at: Mapped[Created]


class Speaker(db.Model):
    """A visitor's stretch as one person; one of a visitor's is open.

    contact_id: who that is, once they have said so. claims: kind -> the newest address that was
    said; ``link``: the ids of the link that they came by; ``mail``: what that link tells of their
    email; ``proven``: the email that is shown to be theirs. standing: ``claimed``, for nothing that
    is typed is a proof; ``verified``: a signed link or a mailed code has shown that they are the
    contact; or ``gone``: another person has come after. link: the mark of the newest link that they
    came by. last_at: of the last act.
    """

    __table_args__ = (
        Index(
            "uq_speaker_open",
            "visitor_id",
            unique=True,
            postgresql_where=_OPEN,
            sqlite_where=_OPEN,
        ),
    )

    id: Mapped[Key]
    visitor_id: Mapped[int] = mapped_column(
        ForeignKey("visitor.id", ondelete="CASCADE"), index=True
    )
    contact_id: Mapped[int | None] = mapped_column(
        ForeignKey("contact.id", ondelete="SET NULL"), index=True
    )
    claims: Mapped[dict[str, Any]] = mapped_column(JsonColumn, default=dict)
    standing: Mapped[Kind] = mapped_column(default="claimed")
    link: Mapped[str] = mapped_column(String(32), default="", server_default="")
    last_at: Mapped[datetime] = mapped_column(UtcTime, default=now)
    ended_at: Mapped[datetime | None] = mapped_column(UtcTime)


class Told(db.Model):
    """What a speaker told a hub. values: field key -> the newest value, without consents. Another
    hub, perhaps another brand's, learns nothing of it."""

    speaker_id: Mapped[int] = mapped_column(
        ForeignKey("speaker.id", ondelete="CASCADE"), primary_key=True
    )
    hub_id: Mapped[int] = mapped_column(
        ForeignKey("hub.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    values: Mapped[dict[str, Any]] = mapped_column(JsonColumn, default=dict)
