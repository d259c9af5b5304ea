"""For whoever runs hubapp: members, and how everything does."""

from __future__ import annotations

from hubapp.services.operating.health import findings, metrics
from hubapp.services.operating.members import create_owner, demo_owner
from hubapp.services.operating.passwords import (
    mail_reset_link,
    problem_of_link,
    reset_password,
    set_password,
)
from hubapp.services.operating.sign_in import Accounts

__all__ = [
    "Accounts",
    "create_owner",
    "demo_owner",
    "findings",
    "mail_reset_link",
    "metrics",
    "problem_of_link",
    "reset_password",
    "set_password",
]
