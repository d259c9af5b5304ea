"""Mails that the app has written into its data directory."""

from __future__ import annotations

import re
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

from flask import current_app


def mails() -> list[EmailMessage]:
    """All of them, oldest first."""
    folder = current_app.extensions["settings"].data_dir / "mail"
    files = sorted(folder.iterdir()) if folder.exists() else []
    return [message_from_bytes(each.read_bytes(), policy=default) for each in files]


def codes_for(email: str) -> list[str]:
    """The codes that were mailed to an address, oldest first."""
    subjects = (each["Subject"] for each in mails() if each["To"] == email)
    return [found[0] for each in subjects if (found := re.search(r"\d{6}", each))]
