"""Take an entry out, with a reason; and put it back. Both stay to be read."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from hubapp.core.errors import NotFoundHere, Problem, Refused
from hubapp.core.one_line import one_line
from hubapp.core.words import Words
from hubapp.doors.database import transaction
from hubapp.models import Disqualification, Submission
from hubapp.models.columns import now

LONGEST = 255


def disqualify(hub_id: int, entry_id: int, reason: str, user_id: int) -> None:
    """It is in no draw from now on. Raises NotFoundHere, and Refused without a reason or when
    somebody has done so already."""
    said = reason_in(reason)
    with transaction() as session:
        if _standing(session, hub_id, entry_id) is not None:
            raise Refused(Problem("reason", Words("Somebody has disqualified this entry already.")))
        session.add(Disqualification(submission_id=entry_id, reason=said, by_id=user_id))


def readmit(hub_id: int, entry_id: int, user_id: int) -> None:
    """Undo it; that it was done stays to be read. Raises NotFoundHere, and Refused when it is in
    already."""
    with transaction() as session:
        standing = _standing(session, hub_id, entry_id)
        if standing is None:
            raise Refused(Problem("", Words("This entry takes part already.")))
        standing.undone_at, standing.undone_by_id = now(), user_id


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


def _standing(session: Session, hub_id: int, entry_id: int) -> Disqualification | None:
    """Of this entry, which is ours until the end of the transaction."""
    mine = select(Submission.id).where(Submission.id == entry_id, Submission.hub_id == hub_id)
    if session.scalar(mine.with_for_update()) is None:
        raise NotFoundHere
    query = select(Disqualification).where(
        Disqualification.submission_id == entry_id, Disqualification.undone_at.is_(None)
    )
    return session.scalars(query).one_or_none()
