"""Accounts as flask-security keeps them."""

from __future__ import annotations

from typing import Any

from flask_security import MailUtil, SQLAlchemyUserDatastore

from hubapp.core.words import Words
from hubapp.doors.database import transaction, transaction_of_library
from hubapp.services import mailing


class Accounts(SQLAlchemyUserDatastore):  # type: ignore[misc]
    """It changes rows first (log-ins, new passwords) and asks for the commit at the end."""

    def commit(self) -> None:
        """Write what was changed."""
        with transaction_of_library():
            pass


class LibraryMails(MailUtil):  # type: ignore[misc]
    """flask-security's mails, should it ever write one, go the way of ours."""

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
        with transaction():
            mailing.post(recipient, Words.verbatim(str(subject)), Words.verbatim(body or ""))
