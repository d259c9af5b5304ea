"""A hub: its address, and which version is live."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Boolean, ForeignKey, String, Text, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hubapp.extensions import db
from hubapp.models.columns import BigKey, Created, Key, UtcTime
from hubapp.models.version import HubVersion
from hubapp.models.workspace import Workspace


class Hub(db.Model):
    """name: a copy of the draft's, for lists. ``live_version`` None: visitors get 404. erase_at:
    when its people are erased, as the version that was live last has it; None: never, or it is
    done. archived_at: when it was put away; deleted_at: when it was deleted, to be erased for good
    later (``services/editing/shelf``). Of either, nothing is live. frame_sites: origins, one a
    line, whose pages may show it in a frame; unlisted: search engines are asked to leave it out."""

    id: Mapped[Key]
    workspace_id: Mapped[int] = mapped_column(
        ForeignKey("workspace.id", ondelete="CASCADE"), index=True
    )
    slug: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    # No foreign key: the two tables would need each other first. Versions are never deleted alone.
    live_version_id: Mapped[int | None] = mapped_column(BigKey)
    erase_at: Mapped[datetime | None] = mapped_column(UtcTime)
    created_at: Mapped[Created]
    archived_at: Mapped[datetime | None] = mapped_column(UtcTime)
    deleted_at: Mapped[datetime | None] = mapped_column(UtcTime)
    frame_sites: Mapped[str] = mapped_column(Text, default="", server_default="")
    unlisted: Mapped[bool] = mapped_column(Boolean, default=False, server_default=false())
    workspace: Mapped[Workspace] = relationship()
    live_version: Mapped[HubVersion | None] = relationship(
        primaryjoin="foreign(Hub.live_version_id) == HubVersion.id", viewonly=True
    )
