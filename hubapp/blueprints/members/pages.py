"""What the screens of members show."""

from __future__ import annotations

from flask import g, render_template

from hubapp.core.words import Words
from hubapp.models import Invitation
from hubapp.services import audit, operating
from hubapp.web.posted import Told

ROLE_NAMES = {
    "analyst": Words("Analyst"),
    "editor": Words("Editor"),
    "admin": Words("Admin"),
    "owner": Words("Owner"),
}
ROLE_WORDS = {
    "analyst": Words("Analyst: reads results"),
    "editor": Words("Editor: builds and publishes hubs"),
    "admin": Words("Admin: connections and members as well"),
    "owner": Words("Owner: everything"),
}

ACT_WORDS = {
    audit.Act.SIGNED_IN: Words("Logged in"),
    audit.Act.SIGN_IN_REFUSED: Words("Log-in refused: wrong password or code"),
    audit.Act.LOGGED_OUT_EVERYWHERE: Words("Logged out everywhere"),
    audit.Act.PASSWORD_CHANGED: Words("Password changed"),
    audit.Act.FACTOR_ON: Words("Second factor turned on"),
    audit.Act.FACTOR_OFF: Words("Second factor turned off"),
    audit.Act.RECOVERY_CODES: Words("New recovery codes"),
    audit.Act.FACTOR_ASKED: Words("Second factor asked of every member"),
    audit.Act.FACTOR_NOT_ASKED: Words("Second factor asked of nobody"),
    audit.Act.HUBS_SHARE: Words("Hubs share what visitors told"),
    audit.Act.HUBS_SHARE_NOT: Words("Hubs no longer share what visitors told"),
    audit.Act.INVITED: Words("Invited"),
    audit.Act.INVITATION_TAKEN_BACK: Words("Invitation taken back"),
    audit.Act.JOINED: Words("Joined"),
    audit.Act.ROLE_CHANGED: Words("Role changed"),
    audit.Act.REMOVED: Words("Member removed"),
    audit.Act.LOGGED_OUT_BY: Words("Member logged out everywhere"),
    audit.Act.CONNECTED: Words("Connected"),
    audit.Act.KEY_CHANGED: Words("Key or address changed"),
    audit.Act.PAUSED: Words("Connection paused"),
    audit.Act.RESUMED: Words("Connection resumed"),
    audit.Act.DISCONNECTED: Words("Disconnected, key forgotten"),
    audit.Act.ACCOUNT_CHANGED: Words("Took another account"),
    audit.Act.ACCOUNTS_JOINED: Words("Accounts joined"),
    audit.Act.ACCOUNT_REMOVED: Words("Account removed, key forgotten"),
    audit.Act.ENTRIES_EXPORTED: Words("Entries downloaded"),
    audit.Act.DELIVERIES_EXPORTED: Words("Deliveries downloaded"),
    audit.Act.WINNERS_EXPORTED: Words("Winners downloaded"),
    audit.Act.CONTACT_EXPORTED: Words("Contact exported"),
    audit.Act.RECEIPTS_EXPORTED: Words("Consent receipts downloaded"),
    audit.Act.ERASED: Words("Person erased"),
    audit.Act.HUB_DELETED: Words("Hub deleted"),
    audit.Act.HUB_RESTORED: Words("Hub had back"),
}


def log_page(kind: str, before: int) -> str:
    """Who did what, newest first. kind: of that alone; one that there is not is none."""
    kind = kind if kind in ACT_WORDS else ""
    rows, older = audit.newest(g.workspace.id, kind, before)
    return render_template(
        "members/log.html", rows=rows, older=older, kind=kind, acts=ACT_WORDS, before=before
    )


def members_page(problems: Told, email: str = "", role: str = "editor") -> str:
    """Everybody, and who was invited."""
    gives = operating.roles_that_gives(g.member.role)
    return render_template(
        "members/members.html",
        people=operating.members_of(g.workspace.id),
        invitations=operating.invitations_of(g.workspace.id),
        gives=[(each, ROLE_WORDS[each]) for each in gives],
        role_names=ROLE_NAMES,
        problems=problems,
        email=email,
        role=role,
    )


def invitation_page(token: str, invitation: Invitation, problems: Told) -> str:
    """Join, by whichever way this browser can."""
    return render_template(
        "members/invitation.html",
        token=token,
        invitation=invitation,
        known=operating.has_account(invitation.email),
        problems=problems,
    )
