"""What a play tells the hub's connections, and when."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from hubapp.core.card_type import Outcome
from hubapp.core.snapshot import CardSnapshot, HubSnapshot
from hubapp.extensions import db
from hubapp.models import Play, Submission
from hubapp.models.columns import now
from hubapp.services import delivery, people
from hubapp.services.editing import snapshot_of_version
from hubapp.services.visiting.sources import known_of, receipts_of
from hubapp.services.visiting.suspects import is_kept_out

MOST_EARLIER = 100
"""Plays that are looked at when somebody says who they are."""


def submission_of(play: Play) -> Submission | None:
    """The form sent in this play, if any."""
    query = select(Submission).where(Submission.play_id == play.id)
    return db.session.scalars(query).one_or_none()


def tell(
    snapshot: HubSnapshot,
    card: CardSnapshot,
    play: Play,
    submission: Submission | None,
    time: datetime,
) -> list[delivery.Lane]:
    """A delivery of this play for each connection; the caller wakes the lanes after its commit. A
    start form has told its part before, and left the one event to the end of its play, unless that
    play was taken for left."""
    if is_kept_out(submission):
        return []
    fields = submission.values if submission else people.told(play.speaker_id, play.hub_id)
    outcome = Outcome(**play.outcome) if play.outcome else None
    public_id = submission.public_id if submission else ""
    known = known_of(snapshot, card, fields, play.answers, outcome, public_id, time)
    return delivery.add_deliveries(
        play.hub_id,
        known,
        receipts_of(snapshot),
        card_id=play.card_id,
        play_id=play.id,
        time=time,
        event=_event_of(play, submission),
    )


def _event_of(play: Play, submission: Submission | None) -> delivery.Event:
    if submission is None:
        return delivery.Event.WITH_ANSWERS
    return delivery.Event.WITHOUT if play.left_at else delivery.Event.OWED


def tell_earlier(speaker_id: int, hub_id: int, but: int) -> list[delivery.Lane]:
    """What a visitor played here before saying who they are, now that they have: the newest play of
    each card that ended without a form. but: the play in which they said it."""
    query = select(Play).where(
        Play.speaker_id == speaker_id,
        Play.hub_id == hub_id,
        Play.id != but,
        Play.finished_at.is_not(None),
    )
    plays = db.session.scalars(query.order_by(Play.id.desc()).limit(MOST_EARLIER)).all()
    newest = {play.card_id: play for play in reversed(plays)}
    lanes = []
    for play in sorted(newest.values(), key=lambda each: each.id):
        snapshot = snapshot_of_version(play.version_id)
        card = snapshot.card(play.card_id)
        if card is not None and submission_of(play) is None:
            lanes += tell(snapshot, card, play, None, play.finished_at or now())
    return lanes
