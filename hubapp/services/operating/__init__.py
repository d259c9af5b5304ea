"""For whoever runs hubapp: members, and how everything does."""

from __future__ import annotations

from hubapp.services.operating.health import findings, metrics
from hubapp.services.operating.members import create_owner, demo_owner, workspace_called
from hubapp.services.operating.sign_in import Accounts

__all__ = [
    "Accounts",
    "create_owner",
    "demo_owner",
    "findings",
    "metrics",
    "workspace_called",
]
