"""Mails on their way: tried until they are taken, for a day at most."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

import orjson
import structlog
from sqlalchemy import delete, func, select

from hubapp.doors.database import end_reading, transaction
from hubapp.doors.mail import send_mail
from hubapp.doors.vault import open_sealed
from hubapp.extensions import db
from hubapp.models import Letter
from hubapp.models.columns import now

log = structlog.get_logger()
GIVEN_UP_AFTER = timedelta(days=1)
_FIRST, _LONGEST = timedelta(minutes=1), timedelta(hours=1)
"""Between two tries, doubled each time. The first is longer than a try may take, so that nobody
sends what another has in hand."""
_MOST = 100


class Mail(NamedTuple):
    """subject, text: in the reader's words."""

    to: str
    subject: str
    text: str


class End(StrEnum):
    """What became of a mail."""

    TAKEN = "taken"
    """The mail server has it, or a file where none is set up."""
    NOT_SENT = "not_sent"
    """There was nobody to write to any more."""
    GIVEN_UP = "given_up"
    """No server took it within a day."""


WRITERS: dict[str, Callable[[str], Mail | None]] = {}
"""Kind -> who writes mails of it."""
ENDINGS: dict[str, Callable[[str, End], None]] = {}
"""Kind -> who is told what became of a mail of it."""


def due() -> list[int]:
    """Ids of what waits to be sent, oldest first, some at a time."""
    query = select(Letter.id).where(Letter.due_at <= now()).order_by(Letter.due_at)
    return list(db.session.scalars(query.limit(_MOST)))


def waiting() -> tuple[int, float]:
    """How many mails were tried and have not gone, and the age of the oldest, seconds."""
    tried = select(func.count(), func.min(Letter.created_at)).where(Letter.tries > 0)
    count, oldest = db.session.execute(tried).one()
    return count, (now() - oldest).total_seconds() if oldest else 0.0


def send(letter_id: int) -> None:
    """Send what is due; nothing, when another does. Two transactions, to take it and to forget it;
    neither is open while the mail server talks."""
    sealed = _take(letter_id)
    if sealed is None:
        return
    said = open_sealed(sealed)
    if said is None:
        log.error("mail not opened", letter=letter_id, hint="is its key in HUBAPP_ENCRYPTION_KEYS?")
        return
    about = orjson.loads(said)
    mail = _written(about)
    end_reading()
    if mail is None or send_mail(*mail):
        with transaction() as session:
            session.execute(delete(Letter).where(Letter.id == letter_id))
            _end(about, End.NOT_SENT if mail is None else End.TAKEN)


def _end(about: dict[str, str], end: End) -> None:
    """Tell whoever asked to be told; in the caller's transaction."""
    ending = ENDINGS.get(about.get("kind", ""))
    if ending is not None:
        ending(about["about"], end)


def _take(letter_id: int) -> bytes | None:
    moment = now()
    with transaction() as session:
        waits = (Letter.id == letter_id, Letter.due_at <= moment)
        row = session.scalars(
            select(Letter).where(*waits).with_for_update(skip_locked=True)
        ).one_or_none()
        if row is None:
            return None
        if row.created_at < moment - GIVEN_UP_AFTER:
            log.error("mail given up", letter=letter_id, tries=row.tries)
            session.delete(row)
            if (said := open_sealed(row.sealed)) is not None:
                _end(orjson.loads(said), End.GIVEN_UP)
            return None
        row.due_at = _next_try(row.tries, moment)
        row.tries += 1
        return row.sealed


def _next_try(tries: int, moment: datetime) -> datetime:
    doubled: timedelta = _FIRST * (1 << min(tries, 10))
    return moment + min(_LONGEST, doubled)


def _written(said: dict[str, str]) -> Mail | None:
    if "kind" in said:
        return WRITERS[said["kind"]](said["about"])
    return Mail(said["to"], said["subject"], said["text"])
