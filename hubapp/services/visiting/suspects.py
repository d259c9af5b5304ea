"""Forms in which the trap was filled in: kept and counted, but out of draws and not sent, until a
member says that somebody real sent it. These pieces join their caller's transaction."""

from __future__ import annotations

from sqlalchemy import ColumnElement, exists, select

from hubapp.extensions import db
from hubapp.models import Disqualification, Play, Submission
from hubapp.services import delivery
from hubapp.services.editing import snapshot_of_version
from hubapp.services.visiting.activities import form_sent_in, known_to
from hubapp.services.visiting.sources import receipts_of

_REASON = "A box that people do not see was filled in: probably a program"


def keep_out(submission: Submission) -> None:
    """An entry that was just made."""
    row = Disqualification(submission_id=submission.id, reason=_REASON, automatic=True)
    db.session.add(row)


def is_suspect() -> ColumnElement[bool]:
    """Of a submission in a query: it is kept out as a suspect, and nothing of it is sent."""
    return exists().where(
        Disqualification.submission_id == Submission.id,
        Disqualification.automatic,
        Disqualification.undone_at.is_(None),
    )


def is_kept_out(submission: Submission | None) -> bool:
    """It is a suspect still."""
    if submission is None:
        return False
    query = select(Submission.id).where(Submission.id == submission.id, is_suspect())
    return db.session.scalar(query) is not None


def send_kept_out(submission: Submission) -> None:
    """What the form said goes out, for somebody has let it in."""
    snapshot = snapshot_of_version(submission.version_id)
    play, sent = db.session.get(Play, submission.play_id), form_sent_in(submission.play_id)
    if play is None or sent is None:
        return
    lanes = delivery.add_deliveries(
        submission.hub_id,
        # Without a consent that was taken back meanwhile.
        known_to(sent),
        receipts_of(snapshot),
        card_id=submission.card_id,
        submission_id=submission.id,
        play_id=play.id,
        activity_id=sent.id,
        time=submission.created_at,
        test=submission.test,
    )
    delivery.wake_after_commit(lanes)
