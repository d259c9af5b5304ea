"""Codes that are mailed to show that an address is somebody's. What is kept of a code tells nobody
what it was. These pieces join their caller's transaction and do not commit."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import unicodedata
from collections.abc import Callable
from datetime import timedelta
from enum import Enum

from flask import current_app
from sqlalchemy import case
from sqlalchemy.dialects import postgresql, sqlite

from hubapp.core.words import Words
from hubapp.extensions import db
from hubapp.models import CodeGate, MailedCode
from hubapp.models.columns import now
from hubapp.services import mailing, marks

GOOD_FOR = timedelta(minutes=10)
TRIES = 5
"""Wrong ones, of one code."""
MOST, WINDOW = 3, timedelta(hours=1)
"""Codes for one address."""
_DIGITS = 6
Say = Callable[[Words], str]
"""Puts a sentence into the visitor's language."""


class Tried(Enum):
    """What came of a code that was typed."""

    RIGHT = "right"
    WRONG = "wrong"
    OLD = "too old, or none was mailed"
    SPENT = "tried too often"


def mark_of(workspace_id: int, email: str) -> str:
    """What an address is known by here; nobody reads it from that. By the workspace's own key, so
    that whoever has had their three of the hour has had them under another secret key as well."""
    said = f"address {workspace_id} {email.strip().lower()}"
    return _hashed(marks.key_of(workspace_id), said)[:32]


def new_code(row: MailedCode) -> str:
    """A code in place of the one before, to be mailed once this is committed; empty when the
    address has had its three of the hour: then the one before stays good."""
    if not may_mail(row.mark):
        return ""
    code = f"{secrets.randbelow(10**_DIGITS):0{_DIGITS}}"
    row.code, row.tries, row.mailed_at = _code_mark(_secrets()[0], row, code), 0, now()
    return code


def mail_code(to: str, hub: str, code: str, say: Say) -> None:
    """Mail it, once the caller's transaction is committed. hub: its name."""
    subject = Words("%(code)s is your code for %(hub)s", code=code, hub=hub)
    text = Words(
        "%(code)s is your code for %(hub)s. Type it within ten minutes on the page that asks for "
        "it.\n\nYou did not ask for it? Then somebody has mistyped their address. You need not do "
        "anything, and nobody learns anything about you.",
        code=code,
        hub=hub,
    )
    mailing.post(to, Words.verbatim(say(subject)), Words.verbatim(say(text)))


def tried(row: MailedCode, typed: str) -> Tried:
    """Whether that is the code. The row is locked by the caller, for a wrong try is counted."""
    if not row.code or row.mailed_at is None or now() - row.mailed_at > GOOD_FOR:
        return Tried.OLD
    if row.tries >= TRIES:
        return Tried.SPENT
    said = _digits(typed)
    if any(hmac.compare_digest(row.code, _code_mark(each, row, said)) for each in _secrets()):
        return Tried.RIGHT
    row.tries += 1
    return Tried.WRONG if row.tries < TRIES else Tried.SPENT


def _digits(typed: str) -> str:
    """Of what was typed, in whichever script, with whatever stands between."""
    found = (unicodedata.digit(each, None) for each in typed[:100])
    return "".join(str(each) for each in found if each is not None)


def may_mail(mark: str) -> bool:
    """Take one of the three turns of the hour in one statement: two who ask at once meet at the
    row."""
    at, dialect = now(), postgresql if db.engine.dialect.name == "postgresql" else sqlite
    insert = dialect.insert(CodeGate).values(mark=mark, window_start=at, count=1)
    over = CodeGate.window_start <= at - WINDOW
    statement = insert.on_conflict_do_update(
        index_elements=["mark"],
        set_={
            "count": case((over, 1), else_=CodeGate.count + 1),
            "window_start": case((over, at), else_=CodeGate.window_start),
        },
        where=over | (CodeGate.count < MOST),
    )
    return db.session.execute(statement.returning(CodeGate.count)).first() is not None


def _code_mark(key: str, row: MailedCode, code: str) -> str:
    """Of this code for this row and this address alone."""
    return _hashed(key, f"code {row.id} {row.mark} {code}")


def _secrets() -> list[str]:
    """Today's secret key, and those of before: a code that is under way outlives a new key."""
    config = current_app.config
    return [config["SECRET_KEY"], *(config.get("SECRET_KEY_FALLBACKS") or ())]


def _hashed(key: str, text: str) -> str:
    return hmac.new(key.encode(), f"mailed {text}".encode(), hashlib.sha256).hexdigest()
