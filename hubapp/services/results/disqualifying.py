"""Take an entry out, with a reason; and put it back. Both stay to be read."""

from __future__ import annotations

from sqlalchemy import ColumnElement, exists, func, select

from hubapp.core.errors import NotFoundHere, Problem, Refused
from hubapp.core.one_line import one_line
from hubapp.core.words import Words
from hubapp.doors.database import transaction
from hubapp.extensions import db
from hubapp.models import Disqualification, Hub, Submission
from hubapp.models.columns import now

LONGEST = 255


def disqualify(hub_id: int, entry_id: int, reason: str, user_id: int) -> None:
    """It is in no draw from now on. Raises NotFoundHere, and Refused without a reason or when
    somebody has done so already."""
    said = reason_in(reason)
    with transaction() as session:
        if _standing(hub_id, entry_id) is not None:
            raise Refused(Problem("reason", Words("Somebody has disqualified this entry already.")))
        session.add(Disqualification(submission_id=entry_id, reason=said, by_id=user_id))


def readmit(hub_id: int, entry_id: int, user_id: int) -> bool:
    """Undo it; that it was done stays to be read. True: it was a suspect, of which nothing was
    sent. Joins the caller's transaction. Raises NotFoundHere, and Refused when it is in already."""
    standing = _standing(hub_id, entry_id)
    if standing is None:
        raise Refused(Problem("", Words("This entry takes part already.")))
    standing.undone_at, standing.undone_by_id = now(), user_id
    return standing.automatic


def suspect(entry_id: int, reason: str) -> None:
    """Keep an entry out that was just made. Joins the caller's transaction."""
    db.session.add(Disqualification(submission_id=entry_id, reason=reason, automatic=True))


def suspects_in(hub: Hub) -> int:
    """How many entries of a hub are kept out as suspects."""
    query = select(func.count(Disqualification.id)).join(
        Submission, Submission.id == Disqualification.submission_id
    )
    mine = Submission.hub_id == hub.id, Disqualification.automatic
    return int(db.session.scalar(query.where(*mine, Disqualification.undone_at.is_(None))) or 0)


def is_suspect() -> ColumnElement[bool]:
    """Of a submission in a query: it is kept out as a suspect, and nothing of it is sent."""
    return exists().where(
        Disqualification.submission_id == Submission.id,
        Disqualification.automatic,
        Disqualification.undone_at.is_(None),
    )


def reason_in(typed: str) -> str:
    """A reason as typed, on one line. Raises Refused for none, or one that is too long."""
    said = one_line([typed])
    if not said:
        raise Refused(Problem("reason", Words("Say why: others will want to know.")))
    if len(said) > LONGEST:
        sentence = Words(
            "Shorten the reason to %(most)s characters; it has %(length)s.",
            most=LONGEST,
            length=len(said),
        )
        raise Refused(Problem("reason", sentence))
    return said


def _standing(hub_id: int, entry_id: int) -> Disqualification | None:
    """Of this entry, which is ours until the end of the transaction."""
    mine = select(Submission.id).where(Submission.id == entry_id, Submission.hub_id == hub_id)
    if db.session.scalar(mine.with_for_update()) is None:
        raise NotFoundHere
    query = select(Disqualification).where(
        Disqualification.submission_id == entry_id, Disqualification.undone_at.is_(None)
    )
    return db.session.scalars(query).one_or_none()
