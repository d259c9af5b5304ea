"""Credentials at a destination, and how it gets on with us."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, Integer, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from hubapp.core.words import NOTHING, Words
from hubapp.extensions import db
from hubapp.models.columns import BigKey, Created, JsonColumn, Key, Kind, UtcTime, WordsColumn

PRODUCTION, SANDBOX = "production", "sandbox"
"""What an account's data is: real people's, or only tried out."""


class Account(db.Model):
    """state: ``on``, or ``held`` (it is broken as a whole; everything waits).
    secret: encrypted, empty once it is forgotten; secret_hint: its last four characters.
    held_words: why, and what to do. throttled_until: the destination asked us to wait, or failed
    ``failures`` times in a row. probe_at: when a held one is tried again. told_at: when the admins
    were written to. mark: the same for all accounts that share a key (its budget is shared too).
    doubted_to: what was confirmed of places up to here was confirmed to another key or address.
    name: the members'; tag: ``production`` or ``sandbox``; identify_by: by what its hubs identify
    people unless one has a rule of its own. checks: what the last try of each ability found, see
    ``services/integrations/checks``, at checked_at.
    """

    __table_args__ = (Index("ix_account_mark", "mark"),)

    id: Mapped[Key]
    workspace_id: Mapped[int] = mapped_column(
        ForeignKey("workspace.id", ondelete="CASCADE"), index=True
    )
    kind: Mapped[Kind]
    state: Mapped[Kind] = mapped_column(default="on")
    settings: Mapped[dict[str, Any]] = mapped_column(JsonColumn, default=dict)
    secret: Mapped[bytes] = mapped_column(LargeBinary)
    secret_hint: Mapped[str] = mapped_column(String(4))
    lanes: Mapped[int] = mapped_column(Integer, default=4)
    held_words: Mapped[Words] = mapped_column(WordsColumn, default=NOTHING)
    held_at: Mapped[datetime | None] = mapped_column(UtcTime)
    probe_at: Mapped[datetime | None] = mapped_column(UtcTime)
    throttled_until: Mapped[datetime | None] = mapped_column(UtcTime)
    failures: Mapped[int] = mapped_column(Integer, default=0)
    told_at: Mapped[datetime | None] = mapped_column(UtcTime)
    mark: Mapped[str] = mapped_column(String(32), default="")
    doubted_to: Mapped[int] = mapped_column(BigKey, default=0)
    name: Mapped[str] = mapped_column(String(80), default="", server_default="")
    tag: Mapped[str] = mapped_column(String(20), default=PRODUCTION, server_default=PRODUCTION)
    identify_by: Mapped[Kind] = mapped_column(default="", server_default="")
    checks: Mapped[list[dict[str, Any]]] = mapped_column(
        JsonColumn, default=list, server_default="[]"
    )
    checked_at: Mapped[datetime | None] = mapped_column(UtcTime)
    created_at: Mapped[Created]


class AccountLane(db.Model):
    """The lease of one lane: whoever holds ``token`` until ``leased_until`` may drain it.

    claimed: ids of the deliveries that the holder has in hand. They stand here and not in each
    delivery, so that a claim is one write; whoever finds them after the lease has run out knows
    that they may have been sent.
    tally: counter -> count since the account was made. It stands here because only the holder
    of the lease writes it, so that no two workers ever wait for each other.
    """

    account_id: Mapped[int] = mapped_column(
        ForeignKey("account.id", ondelete="CASCADE"), primary_key=True
    )
    lane: Mapped[int] = mapped_column(Integer, primary_key=True)
    token: Mapped[str] = mapped_column(String(32), default="")
    leased_until: Mapped[datetime | None] = mapped_column(UtcTime)
    claimed: Mapped[list[int]] = mapped_column(JsonColumn, default=list, server_default="[]")
    tally: Mapped[dict[str, Any]] = mapped_column(JsonColumn, default=dict, server_default="{}")
