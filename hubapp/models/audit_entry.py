"""Who did what to keys, roles, sign-in and people's data."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from hubapp.extensions import db
from hubapp.models.columns import Created, Key, Kind


class AuditEntry(db.Model):
    """Never changed, and deleted after a year alone. It holds no secret and nothing of visitors.

    by_email: who did it, also when they are no member any more; empty: whoever runs hubapp, or
    nobody who is known. about: a member's address, a hub's name, a number. network: where it came
    from (IPv6: the /64); empty: from no browser.
    """

    __table_args__ = (
        Index("ix_audit_entry_workspace_id_id", "workspace_id", "id"),
        Index("ix_audit_entry_workspace_id_kind_id", "workspace_id", "kind", "id"),
        Index("ix_audit_entry_created_at", "created_at"),
    )

    id: Mapped[Key]
    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspace.id", ondelete="CASCADE"))
    kind: Mapped[Kind]
    by_email: Mapped[str] = mapped_column(String(255), default="")
    about: Mapped[str] = mapped_column(String(255), default="")
    network: Mapped[str] = mapped_column(String(64), default="")
    created_at: Mapped[Created]
