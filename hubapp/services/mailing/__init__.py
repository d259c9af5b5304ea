"""Mails: a row in the transaction of whatever asks for one, and gone once it is sent."""

from __future__ import annotations

from hubapp.services.mailing.sending import End, Mail, due, send, waiting
from hubapp.services.mailing.writing import ended_by, link_to, post, post_later, written_by

__all__ = [
    "End",
    "Mail",
    "due",
    "ended_by",
    "link_to",
    "post",
    "post_later",
    "send",
    "waiting",
    "written_by",
]
