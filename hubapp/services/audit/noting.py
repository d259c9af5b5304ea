"""Write down who did what. These pieces join their caller's transaction: what is not done is not
noted, and what cannot be noted is not done."""

from __future__ import annotations

from enum import StrEnum

from flask import g
from sqlalchemy import select

from hubapp.extensions import db
from hubapp.models import AuditEntry, Member, User


class Act(StrEnum):
    """What is noted; their names are stored."""

    SIGNED_IN = "signed_in"
    SIGN_IN_REFUSED = "sign_in_refused"
    LOGGED_OUT_EVERYWHERE = "logged_out_everywhere"
    PASSWORD_CHANGED = "password_changed"  # noqa: S105 - an act
    FACTOR_ON = "factor_on"
    FACTOR_OFF = "factor_off"
    RECOVERY_CODES = "recovery_codes"
    FACTOR_ASKED = "factor_asked"
    FACTOR_NOT_ASKED = "factor_not_asked"
    INVITED = "invited"
    INVITATION_TAKEN_BACK = "invitation_taken_back"
    JOINED = "joined"
    ROLE_CHANGED = "role_changed"
    REMOVED = "removed"
    LOGGED_OUT_BY = "logged_out_by"
    CONNECTED = "connected"
    KEY_CHANGED = "key_changed"
    PAUSED = "paused"
    RESUMED = "resumed"
    DISCONNECTED = "disconnected"
    ACCOUNT_CHANGED = "account_changed"
    ACCOUNTS_JOINED = "accounts_joined"
    ACCOUNT_REMOVED = "account_removed"
    ENTRIES_EXPORTED = "entries_exported"
    WINNERS_EXPORTED = "winners_exported"
    CONTACT_EXPORTED = "contact_exported"
    DELIVERIES_EXPORTED = "deliveries_exported"
    RECEIPTS_EXPORTED = "receipts_exported"
    ERASED = "erased"
    HUB_DELETED = "hub_deleted"
    HUB_RESTORED = "hub_restored"
    HUBS_SHARE = "hubs_share"
    HUBS_SHARE_NOT = "hubs_share_not"


def comes_from(network: str) -> None:
    """Where this request comes from."""
    g.audit_network = network


def acts(user: User) -> None:
    """Who acts in this request from here on."""
    g.audit_email = user.email


def note(workspace_id: int, act: Act, about: str = "", by: User | None = None) -> None:
    """by: who acts, if not whoever is logged in. The caller commits."""
    email = by.email if by is not None else g.get("audit_email", "")
    row = AuditEntry(workspace_id=workspace_id, kind=act, by_email=email, about=about[:255])
    row.network = g.get("audit_network", "")
    db.session.add(row)


def note_of_user(user: User, act: Act, about: str = "", by: User | None = None) -> None:
    """In each workspace that somebody belongs to: what they do to their account concerns all."""
    with db.session.no_autoflush:
        query = select(Member.workspace_id).where(Member.user_id == user.id)
        for workspace_id in db.session.scalars(query.order_by(Member.workspace_id)).all():
            note(workspace_id, act, about, by)
