"""What happened, written once and in one place, and what is known of it. These pieces join their
caller's transaction."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select

from hubapp.core.mapping import CONFIRMED
from hubapp.core.times import rfc3339
from hubapp.extensions import db
from hubapp.models import Activity, Play, Submission
from hubapp.models.activity import CORRECTED, SUBMITTED, TEST, WEB, WITHDRAWN, WON
from hubapp.models.columns import now
from hubapp.services import people, stock
from hubapp.services.editing import snapshot_of_version
from hubapp.services.visiting.sources import WINNER, WON_AT, known_of


def record(kind: str, play: Play, facts: Mapping[str, Any], at: datetime) -> Activity:
    """Something happened in a play: one of the kinds in ``models/activity``. facts: source key ->
    value as it is now. The row is added to the session; its id is there after the next flush. What
    happens in a test is in no figure, so it is taken for counted."""
    activity = Activity(
        kind=kind,
        origin=TEST if play.test else WEB,
        counted_at=now() if play.test else None,
        hub_id=play.hub_id,
        version_id=play.version_id,
        card_id=play.card_id,
        play_id=play.id,
        speaker_id=play.speaker_id,
        contact_id=play.contact_id,
        at=at,
        facts=dict(facts),
    )
    db.session.add(activity)
    return activity


def take_back(submission: Submission, source: str) -> int:
    """Record that a consent of this form was withdrawn; the id of that. source: the key of its
    field."""
    play = db.session.get_one(Play, submission.play_id)
    withdrawn = record(WITHDRAWN, play, {source: False}, now())
    withdrawn.contact_id = submission.contact_id
    db.session.flush()
    return withdrawn.id


def form_sent_in(play_id: int) -> Activity | None:
    """When the form of a play was sent."""
    query = select(Activity).where(Activity.play_id == play_id, Activity.kind == SUBMITTED)
    return db.session.scalars(query.with_for_update()).first()


def put_right(play: Play, source: str, value: Any) -> None:
    """Record that something mistyped in the form of a play was corrected; whoever reads the form's
    facts from now on reads it as it is right. source: the key of its field."""
    sent = form_sent_in(play.id)
    if sent is not None and sent.facts is not None:
        sent.facts = {**sent.facts, source: value}
        sent.contact_id = play.contact_id
    record(CORRECTED, play, {source: value}, now())


def submission_of(play_id: int | None) -> Submission | None:
    """The form that was sent in a play, if any."""
    query = select(Submission).where(Submission.play_id == play_id)
    return db.session.scalars(query).one_or_none()


def known_to(activity: Activity, submission: Submission | None = None) -> dict[str, Any]:
    """What may be sent about it: its own facts, and what this visitor told this hub as the same
    person, or any hub of a workspace whose hubs share. submission: the form sent in its play; None:
    there is none, or it is not asked for."""
    if activity.kind == SUBMITTED:
        # Whatever was taken back since is given to nobody any more.
        return facts_of(activity) | _taken_back(activity.play_id) | _confirmed(activity.play_id)
    began_with_it = submission is not None and submission.placement == "start"
    of_the_form = began_with_it or activity.kind in (WITHDRAWN, WON, CORRECTED)
    if submission is not None and of_the_form:
        fields = _told_by(submission)
    else:
        # A form at the end of the same play may have been somebody else's.
        told = people.told_or_shared(activity.speaker_id, activity.hub_id)
        fields = {f"field.{key}": value for key, value in told.items()}
    found = {**fields, **facts_of(activity)}
    if activity.kind in (WON, CORRECTED):
        found |= _taken_back(activity.play_id)
    return found | _as_winner(activity) if activity.kind == WON else found


def _confirmed(play_id: int | None) -> dict[str, Any]:
    """Whether the address of the form was shown to be theirs."""
    query = select(Submission.confirmed_at).where(Submission.play_id == play_id)
    return {CONFIRMED: True} if db.session.scalar(query) is not None else {}


def _told_by(submission: Submission) -> dict[str, Any]:
    """What a form told of whoever sent it, as it is right by now."""
    query = select(Activity.facts).where(
        Activity.play_id == submission.play_id, Activity.kind == SUBMITTED
    )
    facts = db.session.scalars(query).first()
    if facts is None:
        return {f"field.{key}": value for key, value in submission.values.items()}
    fields = {key: value for key, value in facts.items() if key.startswith("field.")}
    return fields | _taken_back(submission.play_id)


def _as_winner(activity: Activity) -> dict[str, Any]:
    """Of somebody who was drawn: whether they are a winner still."""
    return {WINNER: no_winner_since(activity) is None, WON_AT: rfc3339(activity.at)}


def no_winner_since(won: Activity) -> Activity | None:
    """That somebody who was drawn is no winner any more; None: they are."""
    query = select(Activity).where(Activity.play_id == won.play_id, Activity.kind == CORRECTED)
    draw_id = (won.facts or {}).get("fact.draw_id")
    later = db.session.scalars(query.where(Activity.id > won.id).order_by(Activity.id))
    return next((each for each in later if (each.facts or {}).get("fact.draw_id") == draw_id), None)


def _taken_back(play_id: int | None) -> dict[str, Any]:
    query = select(Activity.facts).where(
        Activity.play_id == play_id, Activity.kind == WITHDRAWN, Activity.facts.is_not(None)
    )
    found: dict[str, Any] = {}
    for facts in db.session.scalars(query):
        found |= facts or {}
    return found


def facts_of(activity: Activity) -> dict[str, Any]:
    """Source key -> value as it was then."""
    if activity.facts is not None:
        return dict(activity.facts)
    return _facts_from_before(activity)


def _facts_from_before(activity: Activity) -> dict[str, Any]:
    """It happened before activities were kept: its play and its form still tell."""
    play = db.session.get(Play, activity.play_id) if activity.play_id else None
    if play is None:
        return {}
    submission = submission_of(play.id)
    values = submission.values if submission and activity.kind == SUBMITTED else {}
    snapshot = snapshot_of_version(activity.version_id)
    card = snapshot.card(activity.card_id)
    if card is None:
        return {f"field.{key}": value for key, value in values.items()}
    outcome = stock.outcome_of(play)
    told = submission.public_id if submission else ""
    return known_of(snapshot, card, values, play.answers, outcome, told, activity.at)
