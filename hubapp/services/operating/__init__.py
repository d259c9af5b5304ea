"""For whoever runs hubapp: members, and how everything does."""

from __future__ import annotations

from hubapp.services.operating.going_round import (
    asked_by_doctor,
    finding_of_mail,
    findings_of_way,
)
from hubapp.services.operating.health import findings, metrics
from hubapp.services.operating.invitations import (
    has_account,
    invitation_of,
    invitations_of,
    invite,
    join,
    join_with_password,
    take_back,
)
from hubapp.services.operating.languages import read_in
from hubapp.services.operating.logins import (
    REMEMBERED,
    UNREMEMBERED,
    log_in,
    log_out,
    log_out_everywhere,
    logins_of,
    note_refused,
    who_comes_with,
)
from hubapp.services.operating.members import create_owner, demo_owner, workspace_called
from hubapp.services.operating.passwords import (
    change_password,
    mail_reset_link,
    problem_of_link,
    reset_password,
    set_password,
)
from hubapp.services.operating.roles import (
    ROLES,
    ask_for_second_factor,
    change_role,
    log_member_out,
    members_of,
    remove_member,
    roles_that_gives,
)
from hubapp.services.operating.second_factor import (
    codes_left,
    has_second_factor,
    new_secret,
    passes,
    renew_codes,
    turn_off,
    turn_off_of,
    turn_on,
    uri_of,
)
from hubapp.services.operating.sharing import share_between_hubs
from hubapp.services.operating.sign_in import Accounts, LibraryMails

__all__ = [
    "REMEMBERED",
    "ROLES",
    "UNREMEMBERED",
    "Accounts",
    "LibraryMails",
    "ask_for_second_factor",
    "share_between_hubs",
    "asked_by_doctor",
    "change_password",
    "change_role",
    "codes_left",
    "create_owner",
    "demo_owner",
    "finding_of_mail",
    "findings",
    "findings_of_way",
    "has_account",
    "has_second_factor",
    "invitation_of",
    "invitations_of",
    "invite",
    "join",
    "join_with_password",
    "log_in",
    "log_member_out",
    "log_out",
    "log_out_everywhere",
    "logins_of",
    "mail_reset_link",
    "members_of",
    "metrics",
    "new_secret",
    "note_refused",
    "passes",
    "problem_of_link",
    "read_in",
    "remove_member",
    "renew_codes",
    "reset_password",
    "roles_that_gives",
    "set_password",
    "take_back",
    "turn_off",
    "turn_off_of",
    "turn_on",
    "uri_of",
    "who_comes_with",
    "workspace_called",
]
