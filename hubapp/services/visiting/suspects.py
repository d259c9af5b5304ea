"""Forms in which the trap was filled in: kept and counted, but out of draws and not sent, until a
member says that somebody real sent it."""

from __future__ import annotations

from sqlalchemy import select

from hubapp.core.card_type import Outcome
from hubapp.doors.database import transaction
from hubapp.extensions import db
from hubapp.models import Play, Submission
from hubapp.services import delivery, results
from hubapp.services.editing import snapshot_of_version
from hubapp.services.visiting.sources import known_of, receipts_of

_REASON = "A box that people do not see was filled in: probably a program"


def keep_out(submission: Submission) -> None:
    """Joins the caller's transaction."""
    results.suspect(submission.id, _REASON)


def is_kept_out(submission: Submission | None) -> bool:
    """It is a suspect still."""
    if submission is None:
        return False
    query = select(Submission.id).where(Submission.id == submission.id, results.is_suspect())
    return db.session.scalar(query) is not None


def let_in(hub_id: int, entry_id: int, user_id: int) -> None:
    """An entry takes part again; what was not sent while it was a suspect is sent now. Raises
    NotFoundHere, and Refused when it is in already."""
    with transaction() as session:
        if results.readmit(hub_id, entry_id, user_id):
            submission = session.get_one(Submission, entry_id)
            delivery.wake_after_commit(_send(submission))


def _send(submission: Submission) -> list[delivery.Lane]:
    snapshot = snapshot_of_version(submission.version_id)
    card = snapshot.card(submission.card_id)
    play = db.session.get(Play, submission.play_id)
    if card is None or play is None:
        return []
    outcome = Outcome(**play.outcome) if play.outcome else None
    said = (submission.values, play.answers, outcome, submission.public_id, submission.created_at)
    return delivery.add_deliveries(
        submission.hub_id,
        known_of(snapshot, card, *said),
        receipts_of(snapshot),
        card_id=card.id,
        submission_id=submission.id,
        play_id=play.id,
        time=submission.created_at,
    )
