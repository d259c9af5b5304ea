"""What came before a connection, or is sent once more: activities, each told as when it happened.
Pieces of a run, which join its transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select, true

from hubapp.core.labels import group_of
from hubapp.core.mapping import FieldMapping, Record, Unmappable
from hubapp.destinations import destination_of
from hubapp.extensions import db
from hubapp.models import Activity, Connection, Delivery, MailedCode, Play, Run, Submission
from hubapp.models.account import SANDBOX
from hubapp.models.activity import FINISHED, LEFT, SUBMITTED, TEST
from hubapp.models.columns import now
from hubapp.models.delivery import RESENT, TOLD
from hubapp.models.outbox import BEHIND
from hubapp.services.delivery import Case, Event, put_in_line, record_for
from hubapp.services.editing import snapshot_of_version
from hubapp.services.integrations import consents
from hubapp.services.visiting import event_of, is_suspect, known_to, receipts_of, submission_of

MOST_COUNTED = 1000
"""Activities that a screen counts each time it is looked at."""
CHUNK = 500
"""Activities that a run looks at in one transaction."""


def earlier_offered(connection: Connection) -> int:
    """How much from before the connection is still to be offered: forms and plays that no run has
    looked at. A screen asks, so it counts no further than ``MOST_COUNTED`` and one more."""
    query = select(Run).where(
        Run.connection_id == connection.id, Run.kind.in_(("backfill", "resend"))
    )
    looked_at = [
        run.until if run.state == "done" else run.cursor
        for run in db.session.scalars(query)
        if not run.wanted
    ]
    past = max(looked_at, default=0)
    if past >= connection.begins_after:
        return 0
    some = earlier(connection).where(Activity.id > past).limit(MOST_COUNTED + 1).subquery()
    return int(db.session.scalar(select(func.count()).select_from(some)) or 0)


def earlier(connection: Connection) -> Select[Any]:
    """The ids of what came before the connection and was never sent on it."""
    sent = exists().where(
        Delivery.activity_id == Activity.id, Delivery.connection_id == connection.id
    )
    before = Activity.id <= connection.begins_after
    return tellable(connection).where(before, ~sent)


def tellable(connection: Connection, person: str = "") -> Select[Any]:
    """The ids of what is told of its hub. person: only what was sent on this connection with this
    key. Tests are told to a sandbox alone."""
    query = tellable_in(connection.hub_id, tests=connection.account.tag == SANDBOX)
    if person:
        theirs = select(Delivery.activity_id).where(
            Delivery.connection_id == connection.id, Delivery.person == person
        )
        query = query.where(Activity.id.in_(theirs))
    return query


def tellable_in(hub_id: int, tests: bool) -> Select[Any]:
    """The ids of all forms of a hub, and of those ends of plays that no form tells of: of plays
    without one, of somebody who has said who they are, and of those that began with one. tests:
    also of those."""
    return select(Activity.id).where(
        Activity.hub_id == hub_id,
        true() if tests else Activity.origin != TEST,
        Activity.play_id.is_not(None),
        _tells_by_itself(),
        # What waits for a mailed code goes out by itself, to every connection there is by then.
        ~exists().where(MailedCode.play_id == Activity.play_id),
        ~exists().where(Submission.play_id == Activity.play_id, is_suspect()),
    )


def _tells_by_itself() -> ColumnElement[bool]:
    form = exists().where(Submission.play_id == Activity.play_id)
    began_with_it = form.where(Submission.placement == "start")
    named = Activity.contact_id.is_not(None)
    return or_(
        Activity.kind == SUBMITTED,
        and_(Activity.kind == FINISHED, named, or_(~form, began_with_it)),
        and_(Activity.kind == LEFT, began_with_it),
    )


def step(connection: Connection, run: Run) -> Sequence[int]:
    """A chunk of a run that walks activities; the ids that it looked at."""
    backfill = run.kind == "backfill"
    query = earlier(connection) if backfill else tellable(connection, run.wanted.get("person", ""))
    span = query.where(Activity.id > run.cursor, Activity.id <= run.until)
    ids = span.order_by(Activity.id).limit(CHUNK)
    rows = select(Activity).where(Activity.id.in_(db.session.scalars(ids).all()))
    found = db.session.scalars(rows.order_by(Activity.id)).all()
    for activity in found:
        run.added += _put_behind(connection, activity, run, events=backfill)
    return [activity.id for activity in found]


def _put_behind(connection: Connection, activity: Activity, run: Run, events: bool) -> int:
    submission = submission_of(activity.play_id)
    case = case_of(activity, submission)
    mapping = FieldMapping.from_json(connection.mapping)
    record = record_for(connection.kind, mapping, case) if case else None
    if record is None or isinstance(record, Unmappable):
        return 0
    form = submission if activity.kind == SUBMITTED else None
    if not events or (form is not None and consents.have_left(connection, form)):
        record = record.without_once()
    if not events:
        record = _without_event(connection, record)
    delivery = Delivery(
        connection_id=connection.id,
        account_id=connection.account_id,
        submission_id=form.id if form else None,
        play_id=activity.play_id,
        activity_id=activity.id,
        purpose=TOLD if events else RESENT,
        run=0 if events else run.id,
        card_id=activity.card_id,
        whole=not events,
        place=_place(connection, activity),
        mapping_number=connection.mapping_number,
        created_at=now(),
    )
    db.session.add(delivery)
    put_in_line(connection, delivery, record, BEHIND)
    return 1


def case_of(activity: Activity, submission: Submission | None) -> Case | None:
    """It as it would have been told when it happened. submission: the form that was sent in its
    play. None: its form has told of this end."""
    event = _event(activity, submission)
    if event is None:
        return None
    known = known_to(activity, submission)
    receipts = receipts_of(snapshot_of_version(activity.version_id))
    return Case(known, receipts, activity.at, event, activity.kind == SUBMITTED)


def _event(activity: Activity, submission: Submission | None) -> Event | None:
    """One play, one event, as it is live. None: its form has told of this end."""
    play = db.session.get_one(Play, activity.play_id)
    # Nothing was to be played, so the form was the end of it.
    ended_with_form = play.outcome is not None and not play.answers
    if activity.kind == SUBMITTED:
        at_start = submission is not None and submission.placement == "start"
        return Event.WITHOUT if at_start and not ended_with_form else Event.WITH_IT
    if submission is not None and ended_with_form:
        return None
    return Event.OWED if activity.kind == LEFT else event_of(play, submission)


def _place(connection: Connection, activity: Activity) -> int:
    """Where it belongs in the story that the connection has told: where it was sent first; before
    everything, when it came before the connection; else behind what was sent by then."""
    mine = Delivery.connection_id == connection.id
    first = select(func.min(Delivery.id)).where(Delivery.activity_id == activity.id, mine)
    found = db.session.scalar(first)
    if found is None and activity.id > connection.begins_after:
        before = select(Delivery.id).where(mine, Delivery.created_at <= activity.at)
        newest = before.order_by(Delivery.created_at.desc(), Delivery.id.desc()).limit(1)
        found = db.session.scalar(newest) or 0
    return activity.id - connection.begins_after - 1 if found is None else int(found)


def _without_event(connection: Connection, record: Record) -> Record:
    """Only what stays where it stands."""
    destination = destination_of(connection.kind)
    groups = {each: group_of(destination, each) for each in record.values} if destination else {}
    lasting = {
        target: value
        for target, value in record.values.items()
        if (group := groups.get(target)) is not None and group.lasting
    }
    return replace(record, event_name="", values=lasting)
