"""For whoever runs hubapp: members, and how everything does."""

from __future__ import annotations

from hubapp.services.operating.health import findings, metrics
from hubapp.services.operating.logins import (
    REMEMBERED,
    UNREMEMBERED,
    log_in,
    log_out,
    log_out_everywhere,
    logins_of,
    who_comes_with,
)
from hubapp.services.operating.members import create_owner, demo_owner
from hubapp.services.operating.passwords import (
    change_password,
    mail_reset_link,
    problem_of_link,
    reset_password,
    set_password,
)
from hubapp.services.operating.sign_in import Accounts

__all__ = [
    "REMEMBERED",
    "UNREMEMBERED",
    "Accounts",
    "change_password",
    "create_owner",
    "demo_owner",
    "findings",
    "log_in",
    "log_out",
    "log_out_everywhere",
    "logins_of",
    "mail_reset_link",
    "metrics",
    "problem_of_link",
    "reset_password",
    "set_password",
    "who_comes_with",
]
