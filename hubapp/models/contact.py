"""People of a workspace, and what they agreed to."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Boolean, ForeignKey, Index, String, Text, false
from sqlalchemy.orm import Mapped, mapped_column

from hubapp.extensions import db
from hubapp.models.columns import Created, JsonColumn, Key, UtcTime, now


class Contact(db.Model):
    """A person. email: lower case, nobody else's in the workspace; phone: E.164; external_id: at
    the workspace's destinations, told by a link that they signed, nobody else's either. Nobody
    else's form changes them. properties: what earlier releases kept; nobody is lent it, and nothing
    is added.
    """

    __table_args__ = (
        Index("uq_contact_workspace_email", "workspace_id", "email", unique=True),
        Index("uq_contact_workspace_external_id", "workspace_id", "external_id", unique=True),
        Index("ix_contact_workspace_phone", "workspace_id", "phone"),
    )

    id: Mapped[Key]
    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspace.id", ondelete="CASCADE"))
    email: Mapped[str | None] = mapped_column(String(255))
    phone: Mapped[str | None] = mapped_column(String(20))
    external_id: Mapped[str | None] = mapped_column(String(1000))
    properties: Mapped[dict[str, Any]] = mapped_column(JsonColumn, default=dict)
    created_at: Mapped[Created]
    seen_at: Mapped[datetime] = mapped_column(UtcTime, default=now)


class Consent(db.Model):
    """Wording, version, language and time of what a visitor agreed to, or did not. contact_id None:
    nobody has said who they are. condition: terms, without which nobody takes part."""

    id: Mapped[Key]
    contact_id: Mapped[int | None] = mapped_column(
        ForeignKey("contact.id", ondelete="CASCADE"), index=True
    )
    submission_id: Mapped[int] = mapped_column(ForeignKey("submission.id", ondelete="CASCADE"))
    version_id: Mapped[int] = mapped_column(ForeignKey("hub_version.id"))
    field_key: Mapped[str] = mapped_column(String(60))
    wording: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(String(10), default="en")
    given: Mapped[bool] = mapped_column(Boolean)
    condition: Mapped[bool] = mapped_column(Boolean, default=False, server_default=false())
    created_at: Mapped[Created]
