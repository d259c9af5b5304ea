"""Freeze who takes part in a draw, before anybody is drawn."""

from __future__ import annotations

import hashlib
import secrets
import uuid
from collections.abc import Iterator, Sequence

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from hubapp.core.drawing import text_of
from hubapp.core.errors import Problem, Refused
from hubapp.core.words import Words
from hubapp.doors.database import transaction
from hubapp.models import Disqualification, Draw, DrawPart, Hub, Submission
from hubapp.services.results.exporting import beginning_fits_many
from hubapp.services.results.wanted import Wanted, of_hub, people_called, too_many

MOST_PLACES = 1000
_PART = 10_000
"""Lines of the list in one row."""


def seal(hub_id: int, wanted: Wanted, winners: int, reserves: int, click: str, user_id: int) -> str:
    """Write the list of those who take part, its SHA-256 and a fresh seed; the public id of the
    draw. One entry of each person takes part, the first; those that are disqualified, those of
    nobody, and tests do not. The same click finds the same draw.

    Raises Refused when there are fewer people than places, or none.
    """
    if not 1 <= winners <= MOST_PLACES or not 0 <= reserves <= MOST_PLACES:
        sentence = Words(
            "Draw 1 to %(most)s winners, and at most as many reserves.", most=MOST_PLACES
        )
        raise Refused(Problem("winners", sentence))
    try:
        return _seal(hub_id, wanted, (winners, reserves), click, user_id)
    except IntegrityError:
        # The same click came twice at the same moment: the other one sealed it.
        return _seal(hub_id, wanted, (winners, reserves), click, user_id)


def _seal(hub_id: int, wanted: Wanted, numbers: tuple[int, int], click: str, user_id: int) -> str:
    with transaction() as session:
        known = session.scalar(select(Draw.public_id).where(Draw.click == click))
        if known is not None:
            return known
        taking_part = _taking_part(session.get_one(Hub, hub_id), wanted)
        draw = Draw(
            public_id=str(uuid.uuid4()),
            hub_id=hub_id,
            click=click,
            about={**wanted.query(), "text": bool(wanted.text)},
            state="sealed",
            winners=numbers[0],
            reserves=numbers[1],
            people=0,
            nobodies=_nobodies(session, taking_part),
            list_hash="",
            seed=secrets.token_hex(32),
            by_id=user_id,
        )
        session.add(draw)
        session.flush()
        _freeze(session, draw, taking_part)
        _refuse_too_few(draw)
    return draw.public_id


def _taking_part(hub: Hub, wanted: Wanted) -> list[ColumnElement[bool]]:
    people = people_called(hub.workspace_id, wanted.text) if wanted.text else None
    if people is not None and too_many(people):
        raise Refused(Problem("text", beginning_fits_many()))
    out = exists().where(
        Disqualification.submission_id == Submission.id, Disqualification.undone_at.is_(None)
    )
    return [*of_hub(hub, wanted, people), ~Submission.test, ~out]


def _nobodies(session: Session, taking_part: Sequence[ColumnElement[bool]]) -> int:
    query = select(func.count()).select_from(Submission)
    return int(session.scalar(query.where(*taking_part, Submission.contact_id.is_(None))) or 0)


def _freeze(session: Session, draw: Draw, taking_part: Sequence[ColumnElement[bool]]) -> None:
    digest, count = hashlib.sha256(), 0
    for number, part in enumerate(_parts(session, taking_part)):
        text = text_of(part)
        digest.update(text.encode())
        count += len(part)
        session.add(DrawPart(draw_id=draw.id, number=number, text=text))
    draw.people, draw.list_hash = count, digest.hexdigest()


def _parts(session: Session, taking_part: Sequence[ColumnElement[bool]]) -> Iterator[Sequence[str]]:
    """Sorted by id, which tells nothing: neither who, nor when."""
    firsts = select(func.min(Submission.id)).where(*taking_part, Submission.contact_id.is_not(None))
    query = select(Submission.public_id).where(
        Submission.id.in_(firsts.group_by(Submission.contact_id))
    )
    query = query.order_by(Submission.public_id).execution_options(yield_per=_PART)
    return session.scalars(query).partitions()


def _refuse_too_few(draw: Draw) -> None:
    wanted = draw.winners + draw.reserves
    if draw.people == 0:
        raise Refused(
            Problem("winners", Words("Nobody takes part: there is nothing to draw from."))
        )
    if wanted > draw.people:
        sentence = Words(
            "%(wanted)s places are more than the %(people)s people who take part. Draw fewer.",
            wanted=wanted,
            people=draw.people,
        )
        raise Refused(Problem("winners", sentence))
