"""What was given to whom: for its play, and for the marketer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import select, update

from hubapp.core.card_type import Outcome
from hubapp.doors.database import end_reading
from hubapp.doors.vault import open_sealed
from hubapp.extensions import db
from hubapp.models import Award, Code, CodePool, Contact, Play, Submission

ERASED = "erased"
AT_ONCE = 500


class Given(NamedTuple):
    """A code as the marketer's file has it. entry: the public id of the form with which it went."""

    code: str
    at: datetime
    entry: str
    email: str


def outcome_of(play: Play | None) -> Outcome | None:
    """What a play came to, with the code that it got; None before its end."""
    if play is None or not play.outcome:
        return None
    outcome = Outcome(**play.outcome)
    if not outcome.award:
        return outcome
    query = select(Code.sealed).join(Award, Award.code_id == Code.id)
    sealed = db.session.scalar(query.where(Award.id == outcome.award, Award.play_id == play.id))
    return outcome.with_code(_opened(sealed))


def _opened(sealed: bytes | None) -> str:
    return (open_sealed(sealed) or "") if sealed else ""


def forget(play_ids: Sequence[int]) -> None:
    """Nobody knows any more which codes these plays got; they stay used. Joins the caller's
    transaction."""
    statement = update(Award).where(Award.play_id.in_(play_ids), Award.code_id.is_not(None))
    db.session.execute(
        statement.values(code_id=None, state=ERASED).execution_options(synchronize_session=False)
    )


def given_of(hub_id: int, card_id: str, name: str) -> Iterator[Given]:
    """All that were given or used of a list, oldest first, in little memory."""
    last = 0
    while rows := _given_after(hub_id, card_id, name, last):
        last = rows[-1].id
        found = [_given(row) for row in rows]
        # Nobody waits for a slow reader.
        end_reading()
        yield from found


def _given(row: Any) -> Given:
    return Given(_opened(row.sealed), row.used_at, row.entry or "", row.email or "")


def _given_after(hub_id: int, card_id: str, name: str, last: int) -> Sequence[Any]:
    query = (
        select(
            Code.id, Code.sealed, Code.used_at, Submission.public_id.label("entry"), Contact.email
        )
        .join(CodePool, CodePool.id == Code.pool_id)
        .outerjoin(Award, Award.code_id == Code.id)
        .outerjoin(Submission, Submission.play_id == Award.play_id)
        .outerjoin(Contact, Contact.id == Submission.contact_id)
        .where(
            CodePool.hub_id == hub_id,
            CodePool.card_id == card_id,
            CodePool.name == name,
            Code.used_at.is_not(None),
            Code.id > last,
        )
    )
    return db.session.execute(query.order_by(Code.id).limit(AT_ONCE)).all()
