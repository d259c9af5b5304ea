"""People of a workspace, what is known of them and from whom, and what they agreed to."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Boolean, ForeignKey, Index, String, Text, false
from sqlalchemy.orm import Mapped, mapped_column

from hubapp.extensions import db
from hubapp.models.columns import Created, JsonColumn, Key, Kind, UtcTime, now


class Contact(db.Model):
    """A person. email: lower case, nobody else's in the workspace; phone: E.164; external_id: at
    the workspace's destinations, told by a link that they signed, nobody else's either. Nobody
    else's form changes them. All else that is known of them stands in ``ContactValue``.
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
    created_at: Mapped[Created]
    seen_at: Mapped[datetime] = mapped_column(UtcTime, default=now)


class ContactValue(db.Model):
    """One value that was told, and where it came from: the newest by this name that one speaker
    told one hub, so nobody's words are in the place of another's.

    contact_id: whom it says something of; None: nobody has said who they are. speaker_id, hub_id:
    who told it, and to whom; both None: an earlier release kept it, and nobody is lent it.
    version_id, card_id: of the form that asked; None and empty: no form did. means: see
    ``core/field_kind``. standing: ``verified``, when a signed link or a mailed code has shown that
    who told it is the contact; ``claimed``, when they only said so.
    """

    __table_args__ = (
        Index("uq_contact_value_told", "speaker_id", "hub_id", "key", unique=True),
        Index("ix_contact_value_contact", "contact_id", "id"),
        Index("ix_contact_value_hub_id", "hub_id"),
    )

    id: Mapped[Key]
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("contact.id", ondelete="CASCADE"))
    speaker_id: Mapped[int | None] = mapped_column(ForeignKey("speaker.id", ondelete="CASCADE"))
    hub_id: Mapped[int | None] = mapped_column(ForeignKey("hub.id", ondelete="CASCADE"))
    version_id: Mapped[int | None] = mapped_column(ForeignKey("hub_version.id"))
    card_id: Mapped[str] = mapped_column(String(20), default="")
    key: Mapped[str] = mapped_column(String(60))
    means: Mapped[Kind] = mapped_column(default="")
    value: Mapped[Any] = mapped_column(JsonColumn)
    standing: Mapped[Kind] = mapped_column(default="claimed")
    at: Mapped[datetime] = mapped_column(UtcTime, default=now)


class ContactWord(db.Model):
    """A word of a name, by whose beginning a contact is found. word: as ``core/name_words`` has
    it."""

    __table_args__ = (
        Index(
            "ix_contact_word_begins",
            "workspace_id",
            "word",
            "value_id",
            postgresql_ops={"word": "varchar_pattern_ops"},
        ),
    )

    value_id: Mapped[int] = mapped_column(
        ForeignKey("contact_value.id", ondelete="CASCADE"), primary_key=True
    )
    word: Mapped[str] = mapped_column(String(40), primary_key=True)
    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspace.id", ondelete="CASCADE"))


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
