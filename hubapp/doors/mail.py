"""Mail: by SMTP once it is configured, until then into files of the data directory."""

from __future__ import annotations

import smtplib
import time
from email.message import EmailMessage
from typing import Any

import structlog
from flask import current_app
from flask_security import MailUtil

log = structlog.get_logger()
_PATIENCE = 10
"""Seconds that an SMTP server gets."""


def send_mail(to: str, subject: str, text: str) -> None:
    """Send one plain mail. Never raises: a mail that fails must not end the request."""
    settings = current_app.extensions["settings"]
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = settings.mail_from, to, subject
    message.set_content(text)
    if not settings.mail_server:
        folder = settings.data_dir / "mail"
        folder.mkdir(parents=True, exist_ok=True)
        file = folder / f"{time.time_ns()}.eml"
        file.write_bytes(bytes(message))
        log.info("mail written", file=file.name)
        return
    try:
        with smtplib.SMTP(settings.mail_server, settings.mail_port, timeout=_PATIENCE) as server:
            server.starttls()
            if settings.mail_username:
                server.login(settings.mail_username, settings.mail_password)
            server.send_message(message)
    except (OSError, smtplib.SMTPException) as error:
        log.error("mail not sent", error=type(error).__name__)


class MailDoor(MailUtil):
    """flask-security's mails through ours."""

    def send_mail(
        self,
        template: Any,
        subject: Any,
        recipient: Any,
        sender: Any,
        body: Any,
        html: Any,
        **kwargs: Any,
    ) -> None:
        """See ``flask_security.MailUtil.send_mail``."""
        send_mail(recipient, subject, body or "")
