"""The mails that were written into files."""

from __future__ import annotations

import email
import email.policy
from email.message import EmailMessage

from flask import Flask


def mails_in(app: Flask) -> list[EmailMessage]:
    """Oldest first."""
    files = sorted((app.extensions["settings"].data_dir / "mail").glob("*.eml"))
    read = email.message_from_bytes
    return [read(each.read_bytes(), policy=email.policy.default) for each in files]
