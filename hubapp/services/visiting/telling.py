"""What a play tells the hub's connections, and when."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import exists, select

from hubapp.core.snapshot import CardSnapshot, HubSnapshot
from hubapp.extensions import db
from hubapp.models import Activity, Delivery, Play, Submission
from hubapp.models.activity import FINISHED, TEST
from hubapp.models.columns import now
from hubapp.services import delivery, stock
from hubapp.services.editing import snapshot_of_version
from hubapp.services.visiting.activities import known_to, record
from hubapp.services.visiting.sources import WINNER_SOURCES, carried, known_of, receipts_of
from hubapp.services.visiting.suspects import is_kept_out

MOST_EARLIER = 100
"""Plays that are looked at when somebody says who they are."""


def ended(
    kind: str,
    where: tuple[HubSnapshot, CardSnapshot],
    play: Play,
    submission: Submission | None,
    at: datetime,
) -> Activity:
    """Record that a play came to its end, or was left: with its answers and the ids of the link,
    without what its form said, which stands with the form. where: the hub and the card, as the
    play had them."""
    outcome = stock.outcome_of(play)
    told = submission.public_id if submission else ""
    of_link = {} if submission else carried(where[0], play.captured)
    return record(kind, play, known_of(*where, of_link, play.answers, outcome, told, at), at)


def tell(
    snapshot: HubSnapshot, activity: Activity, submission: Submission | None, event: delivery.Event
) -> list[delivery.Lane]:
    """A delivery of this end of a play for each connection; the caller wakes the lanes after its
    commit. submission: the form that was sent in the play."""
    if is_kept_out(submission):
        return []
    # Its id is what the deliveries point at.
    db.session.flush()
    return delivery.add_deliveries(
        activity.hub_id,
        known_to(activity, submission),
        receipts_of(snapshot),
        card_id=activity.card_id,
        play_id=activity.play_id,
        activity_id=activity.id,
        time=activity.at,
        event=event,
        test=activity.origin == TEST,
    )


def tell_won(activity: Activity, submission: Submission) -> list[delivery.Lane]:
    """A delivery of a win, or of its end, for each connection that maps it and has none of it; the
    caller wakes the lanes after its commit. Told now, whenever it was drawn. submission: the form
    that was drawn."""
    db.session.flush()
    got = select(Delivery.connection_id).where(Delivery.activity_id == activity.id)
    return delivery.add_deliveries(
        activity.hub_id,
        known_to(activity, submission),
        receipts_of(snapshot_of_version(activity.version_id)),
        card_id=activity.card_id,
        play_id=activity.play_id,
        activity_id=activity.id,
        time=now(),
        only=WINNER_SOURCES,
        but=db.session.scalars(got).all(),
    )


def event_of(play: Play, submission: Submission | None) -> delivery.Event:
    """A start form has told its part before, and left the one event to the end of its play, unless
    that play was taken for left."""
    if submission is None:
        return delivery.Event.WITH_ANSWERS
    return delivery.Event.WITHOUT if play.left_at else delivery.Event.OWED


def tell_earlier(speaker_id: int, hub_id: int, but: int) -> list[delivery.Lane]:
    """What a visitor played here before saying who they are, now that they have: the newest play of
    each card that ended without a form. but: the play in which they said it."""
    query = select(Activity).where(
        Activity.speaker_id == speaker_id,
        Activity.hub_id == hub_id,
        Activity.kind == FINISHED,
        Activity.play_id != but,
        # Who came by a link has told whose it is with the play itself.
        ~exists().where(Delivery.play_id == Activity.play_id),
    )
    # Without a form: one that was sent has told it all.
    query = query.where(~exists().where(Submission.play_id == Activity.play_id))
    found = db.session.scalars(query.order_by(Activity.id.desc()).limit(MOST_EARLIER)).all()
    newest = {each.card_id: each for each in reversed(found)}
    lanes = []
    for each in sorted(newest.values(), key=lambda each: each.id):
        snapshot = snapshot_of_version(each.version_id)
        lanes += tell(snapshot, each, None, delivery.Event.WITH_ANSWERS)
    return lanes
