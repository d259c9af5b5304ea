"""A hub's configured destination: what it sends, with which account."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Boolean, ForeignKey, Integer, LargeBinary, UniqueConstraint, false, true
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hubapp.extensions import db
from hubapp.models.account import Account
from hubapp.models.columns import BigKey, Created, JsonColumn, Key, Kind, UtcTime
from hubapp.models.hub import Hub


class Connection(db.Model):
    """mapping_number: of the mapping, see ``models/mapping_version``.
    state: ``on``, ``paused`` (everything is kept, nothing is sent) or ``leaving`` (disconnected;
    its deliveries are being deleted).
    only_changes: do not send what the destination has confirmed. resend_events: send an event
    again when the answer was lost. keep_days: how long payloads are kept; wiped_to: the last
    delivery of which they are gone. begins_after: the last activity from before the connection.
    needs_told_at: when the members were told that it needs them, None while it does not.
    triggers: the messages that it sends at chosen moments (``core/trigger.Plan``); triggers_made:
    how many there ever were.
    moves_from: the account that it sent with until now, while what waited there is taken along to
    the one that it has; nothing of it is sent meanwhile.
    link_key: signs the links in its messages, encrypted; None: none was made. link_same_person:
    whoever came by one and types another address is the same person, whose address stays.
    """

    __table_args__ = (UniqueConstraint("hub_id", "kind"),)

    id: Mapped[Key]
    hub_id: Mapped[int] = mapped_column(ForeignKey("hub.id", ondelete="CASCADE"))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    kind: Mapped[Kind]
    state: Mapped[Kind]
    mapping: Mapped[dict[str, Any]] = mapped_column(JsonColumn, default=dict)
    mapping_number: Mapped[int] = mapped_column(Integer, default=1, server_default="1")
    only_changes: Mapped[bool] = mapped_column(Boolean, default=True, server_default=true())
    resend_events: Mapped[bool] = mapped_column(Boolean, default=True, server_default=true())
    keep_days: Mapped[int] = mapped_column(Integer, default=30, server_default="30")
    wiped_to: Mapped[int] = mapped_column(BigKey, default=0, server_default="0")
    begins_after: Mapped[int] = mapped_column(BigKey, default=0, server_default="0")
    link_key: Mapped[bytes | None] = mapped_column(LargeBinary)
    link_same_person: Mapped[bool] = mapped_column(Boolean, default=False, server_default=false())
    triggers: Mapped[list[dict[str, Any]]] = mapped_column(
        JsonColumn, default=list, server_default="[]"
    )
    triggers_made: Mapped[int] = mapped_column(Integer, default=0, server_default="0")
    moves_from: Mapped[int | None] = mapped_column(BigKey)
    needs_told_at: Mapped[datetime | None] = mapped_column(UtcTime)
    created_at: Mapped[Created]
    hub: Mapped[Hub] = relationship()
    account: Mapped[Account] = relationship()

    @property
    def standing(self) -> str:
        """How it is: ``on``, ``moving``, ``held``, ``paused`` or ``leaving``."""
        if self.state != "on":
            return self.state
        return "moving" if self.moves_from else self.account.state

    @property
    def stands_aside(self) -> bool:
        """What belongs to it waits where no claim looks."""
        return self.state == "paused" or self.moves_from is not None

    @property
    def account_ids(self) -> tuple[int, ...]:
        """In whose lines it may wait: two while it moves."""
        return (self.account_id, *([self.moves_from] if self.moves_from else []))
