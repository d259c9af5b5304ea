"""Take an entry out, with a reason; and put it back. Both stay to be read."""

from __future__ import annotations

from sqlalchemy import exists, func, select

from hubapp.core.errors import NotFoundHere, Problem, Refused
from hubapp.core.one_line import one_line
from hubapp.core.words import Words
from hubapp.doors.database import transaction
from hubapp.extensions import db
from hubapp.models import Disqualification, Hub, Submission
from hubapp.models.columns import now
from hubapp.services import visiting

LONGEST = 255


def disqualify(hub_id: int, entry_id: int, reason: str, user_id: int) -> None:
    """It is in no draw from now on. Raises NotFoundHere, and Refused without a reason or when
    somebody has done so already."""
    said = reason_in(reason)
    with transaction() as session:
        if _standing(hub_id, entry_id) is not None:
            raise Refused(Problem("reason", Words("Somebody has disqualified this entry already.")))
        session.add(Disqualification(submission_id=entry_id, reason=said, by_id=user_id))


def readmit(hub_id: int, entry_id: int, user_id: int) -> None:
    """Undo it; that it was done stays to be read. What was not sent while it was a suspect is sent
    now. Raises NotFoundHere, and Refused when it is in already."""
    with transaction() as session:
        standing = _standing(hub_id, entry_id)
        if standing is None:
            raise Refused(Problem("", Words("This entry takes part already.")))
        standing.undone_at, standing.undone_by_id = now(), user_id
        if standing.automatic:
            visiting.send_kept_out(session.get_one(Submission, entry_id))


def suspects_in(hub: Hub) -> int:
    """How many entries of a hub are kept out as suspects."""
    # From what is out, of which there is little: a million entries would be joined to it.
    mine = exists().where(
        Submission.id == Disqualification.submission_id, Submission.hub_id == hub.id
    )
    query = select(func.count(Disqualification.id)).where(
        Disqualification.automatic, Disqualification.undone_at.is_(None), mine
    )
    return int(db.session.scalar(query) or 0)


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
