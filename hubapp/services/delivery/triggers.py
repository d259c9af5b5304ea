"""Messages that a destination is asked to send at a moment of a play: a delivery of their own,
behind what the same moment tells of the person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import exists, select

from hubapp.core.mapping import FieldMapping, Record, Unmappable
from hubapp.core.trigger import FORM_SENT, OUTCOME, WON, Plan, Trigger, TriggerKind
from hubapp.destinations import destination_of
from hubapp.extensions import db
from hubapp.models import Activity, Connection, Delivery
from hubapp.models import activity as activities
from hubapp.models.columns import now
from hubapp.models.delivery import MESSAGE

_MOMENTS = {
    activities.SUBMITTED: {FORM_SENT, OUTCOME},
    activities.FINISHED: {OUTCOME},
    activities.WON: {WON},
}
_MARGIN = timedelta(hours=1)
"""So long before a destination forgets a name, it is taken for forgotten."""


def due_deliveries(
    connection: Connection,
    of: tuple[Any, datetime],
    known: Mapping[str, Any],
    told: Record | Unmappable,
) -> list[tuple[Delivery, Record]]:
    """What is to be put in line of the messages whose moment this is, in the session. of: activity
    and time. told: what the mapping makes of the moment; nobody is written to of whom nothing may
    be told."""
    activity = db.session.get(Activity, of[0])
    if activity is None or isinstance(told, Unmappable):
        return []
    made, said = [], _as_mapped(connection, known)
    for plan, kind in due_plans(connection, activity, known):
        delivery = Delivery(
            connection_id=connection.id,
            account_id=connection.account_id,
            card_id=activity.card_id,
            play_id=activity.play_id,
            activity_id=activity.id,
            purpose=purpose_of(plan),
            mapping_number=connection.mapping_number,
            created_at=of[1],
        )
        db.session.add(delivery)
        made.append((delivery, record_of_message(plan, kind, told, activity, said)))
    return made


def _as_mapped(connection: Connection, known: Mapping[str, Any]) -> dict[str, Any]:
    """What is known, in the words in which the mapping sends it: an answer has one name at a
    destination, whether a segment or a message asks for it. Of several the first row's."""
    rows = reversed(FieldMapping.from_json(connection.mapping).rows)
    reworded = (each for each in rows if (each.sent_as or each.letters) and each.source in known)
    return {**known, **{each.source: each.of(known[each.source]) for each in reworded}}


def due_plans(
    connection: Connection, activity: Activity, known: Mapping[str, Any]
) -> list[tuple[Plan, TriggerKind]]:
    """The messages whose moment this is, and which the play has not triggered yet."""
    destination = destination_of(connection.kind)
    kinds = {kind.key: kind for kind in destination.triggers} if destination else {}
    moments = _MOMENTS.get(activity.kind, set())
    found = []
    for each in connection.triggers:
        plan = Plan.from_json(each)
        if plan.kind in kinds and plan.applies(moments, activity.card_id, known):
            found.append((plan, kinds[plan.kind]))
    return [each for each in found if not _triggered(connection, activity, each[0])]


def _triggered(connection: Connection, activity: Activity, plan: Plan) -> bool:
    """A play reaches its outcome with its form and at its end: it tells so once. Each win is one of
    its own."""
    mine = Activity.id == activity.id
    if plan.moment == OUTCOME and activity.play_id is not None:
        mine = Activity.play_id == activity.play_id
    query = exists().where(
        Delivery.activity_id.in_(select(Activity.id).where(mine)),
        Delivery.connection_id == connection.id,
        Delivery.purpose == purpose_of(plan),
    )
    return bool(db.session.scalar(select(query)))


def purpose_of(plan: Plan) -> str:
    """Of the deliveries of this message."""
    return f"{MESSAGE}{plan.id}"


def record_of_message(
    plan: Plan, kind: TriggerKind, told: Record, activity: Activity, known: Mapping[str, Any]
) -> Record:
    """What is sent. told: what the connection's mapping makes of the same moment; known: source key
    -> value as it is said in a message."""
    along = {
        target: value
        for target, value in told.values.items()
        if target in kind.along and target not in (*told.once, *told.how)
    }
    trigger = Trigger(plan.kind, plan.target, f"{activity.public_id}-{plan.id}")
    values = {**along, **plan.properties(known)}
    return replace(told, event_name="", values=values, once=(), how={}, trigger=trigger)


def is_lost(record: Record, unknown: bool, made: datetime, kind: TriggerKind | None) -> bool:
    """It may have been sent, and sent again it would go out twice. unknown: an earlier try may have
    arrived; made: when the first can have been."""
    if record.trigger is None or not unknown:
        return False
    kept = timedelta(seconds=kind.same_for) if kind else timedelta(0)
    return now() - made > kept - _MARGIN
