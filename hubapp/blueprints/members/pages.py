"""What the screens of members show."""

from __future__ import annotations

from flask import g, render_template

from hubapp.core.words import Words
from hubapp.models import Invitation
from hubapp.services import operating
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
