"""Plays that nobody goes on with: what their start form said ends as the one event of the play."""

from __future__ import annotations

from collections.abc import Sequence

import structlog
from sqlalchemy import or_, select

from hubapp.doors.database import end_reading, transaction
from hubapp.extensions import db
from hubapp.models import Play, Speaker
from hubapp.models.activity import LEFT
from hubapp.models.columns import now
from hubapp.services import delivery
from hubapp.services.editing import snapshot_of_version
from hubapp.services.people import SITTING
from hubapp.services.visiting.activities import submission_of
from hubapp.services.visiting.telling import ended, event_of, tell

log = structlog.get_logger()
CHUNK = 100
"""Plays that are ended in one transaction."""


def end_left() -> None:
    """A chunk of the plays that were begun and left for a sitting, in one transaction; none where
    nothing was left."""
    ids = _left()
    end_reading()
    if not ids:
        return
    with transaction():
        lanes = []
        # Whoever goes on with one at this moment has it locked.
        query = select(Play).where(Play.id.in_(ids), Play.left_at.is_(None))
        for play in db.session.scalars(query.with_for_update(skip_locked=True)).all():
            if play.finished_at is None:
                lanes += _end(play)
        delivery.wake_after_commit(lanes)


def _left() -> Sequence[int]:
    """Oldest first."""
    before = now() - SITTING
    query = (
        select(Play.id)
        .outerjoin(Speaker, Speaker.id == Play.speaker_id)
        .where(
            Play.finished_at.is_(None),
            Play.left_at.is_(None),
            Play.created_at < before,
            or_(Speaker.id.is_(None), Speaker.last_at < before),
        )
    )
    return db.session.scalars(query.order_by(Play.created_at).limit(CHUNK)).all()


def _end(play: Play) -> list[delivery.Lane]:
    """It is left for good or bad; only what began with a form says whose it is, and is told."""
    submission, snapshot = submission_of(play.id), snapshot_of_version(play.version_id)
    card, lanes = snapshot.card(play.card_id), []
    if card is not None:
        speaker = db.session.get(Speaker, play.speaker_id) if play.speaker_id else None
        last_at = speaker.last_at if speaker else play.created_at
        activity = ended(LEFT, (snapshot, card), play, submission, last_at)
        if submission is not None:
            lanes = tell(snapshot, activity, submission, event_of(play, submission))
    play.left_at = now()
    return lanes
