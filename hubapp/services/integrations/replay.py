"""Send one delivery again, with the mapping of then or of now."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import structlog
from sqlalchemy import select

from hubapp.core.errors import NotFoundHere, Problem, Refused
from hubapp.core.mapping import FieldMapping, Record, Unmappable
from hubapp.core.retrying import State
from hubapp.core.trigger import MAY_HAVE, TriggerKind
from hubapp.core.words import NOTHING, Words
from hubapp.destinations import destination_of
from hubapp.doors.database import transaction
from hubapp.extensions import db
from hubapp.models import Activity, Connection, Delivery
from hubapp.models.account import SANDBOX
from hubapp.models.activity import CORRECTED, TEST, WON
from hubapp.models.columns import now
from hubapp.models.delivery import MESSAGE
from hubapp.models.outbox import LIVE
from hubapp.services.delivery import Lane, mapped, put_in_line, told_alone, wake_after_commit
from hubapp.services.editing import snapshot_of_version
from hubapp.services.integrations import consents
from hubapp.services.visiting import (
    WINNER_SOURCES,
    known_to,
    no_winner_since,
    receipts_of,
    submission_of,
)

log = structlog.get_logger()
THEN, NOW = "then", "now"
"""The mapping of a replay: as it was when the visitor told us, or as it is today."""


def record_today(connection: Connection, delivery: Delivery) -> Record | Unmappable | None:
    """What the delivery tells of, as it was then, with the mapping of today. None: it is gone."""
    activity = db.session.get(Activity, delivery.activity_id) if delivery.activity_id else None
    if activity is None or activity.play_id is None:
        return None
    submission = submission_of(activity.play_id)
    mapping = FieldMapping.from_json(connection.mapping)
    receipts = receipts_of(snapshot_of_version(activity.version_id))
    known = known_to(activity, submission)
    if activity.kind in (WON, CORRECTED):
        return told_alone(connection, known, receipts, activity.at, WINNER_SOURCES) or Unmappable(
            Words("The mapping of today does not use Winner.")
        )
    record = mapped(connection.kind, mapping, known, activity.at, receipts)
    if isinstance(record, Unmappable) or delivery.submission_id is not None:
        return record
    return record.without_once()


def replay_one(connection: Connection, delivery_id: int, mapping: str) -> None:
    """Let one ended delivery wait again, whole. Raises NotFoundHere and Refused."""
    connection_id = connection.id
    with transaction() as session:
        kept = keep_connection(connection_id)
        # A second click waits here until the first is done, and then finds it on its way.
        delivery = session.get(Delivery, delivery_id, with_for_update=True)
        if delivery is None or delivery.connection_id != connection_id:
            raise NotFoundHere
        if delivery.state == State.WAITING:
            sentence = Words("This delivery is still on its way. Nothing to replay.")
            raise Refused(Problem("state", sentence))
        lane = again(kept, delivery, mapping, LIVE)
        if isinstance(lane, Unmappable):
            raise Refused(Problem("mapping", lane.sentence))
        wake_after_commit([lane])


def keep_connection(connection_id: int) -> Connection:
    """Keep it from being disconnected, before any of its deliveries is locked: a disconnection
    takes them in this order too. Raises NotFoundHere when it is gone already."""
    lock = select(Connection).where(Connection.id == connection_id)
    kept = db.session.scalars(lock.with_for_update(read=True, key_share=True)).one_or_none()
    if kept is None or kept.state == "leaving":
        raise NotFoundHere
    return kept


def again(
    connection: Connection, delivery: Delivery, mapping: str, priority: int
) -> Lane | Unmappable:
    """Make an ended delivery wait again, whole. Returns its lane, or why it cannot."""
    record = _record_for(connection, delivery, mapping)
    if isinstance(record, Record) and record.trigger is not None:
        record = _message(connection, delivery, record, by_hand=priority == LIVE)
    if isinstance(record, Unmappable):
        return record
    bare = consents.once_only(connection, delivery, record)
    tried: dict[str, Any] = {
        "at": now().isoformat(timespec="milliseconds"),
        "verdict": "replay",
        "words": mapping,
    }
    if bare.values != record.values:
        tried["without_consent"] = True
    record = bare
    if mapping == NOW and record.trigger is None:
        delivery.mapping_number = connection.mapping_number
    lane = put_in_line(connection, delivery, record, priority)
    # From now on, or the 24 hours of its retries would be over already.
    delivery.attempts, delivery.whole, delivery.outcome_unknown = 0, True, False
    delivery.words, delivery.done_at = NOTHING, None
    delivery.history = [*delivery.history, tried]
    return lane


def _message(
    connection: Connection, delivery: Delivery, record: Record, by_hand: bool
) -> Record | Unmappable:
    """A message is sent again only when it certainly was not sent, when the destination knows it by
    its name, or when somebody presses the button of one that may have been."""
    kind = kind_of_message(connection, record)
    age = now() - delivery.created_at
    if kind is not None and age < timedelta(seconds=kind.same_for) / 2:
        return record
    if delivery.state == State.DELIVERED:
        return Unmappable(
            Words("This message was sent. Sent again, it would reach the person twice.")
        )
    if delivery.reason == str(MAY_HAVE) and not by_hand:
        return Unmappable(
            Words(
                "This message may have been sent. Look in the destination, then send it again by "
                "hand, one by one."
            )
        )
    return record


def kind_of_message(connection: Connection, record: Record) -> TriggerKind | None:
    """What the destination knows of such messages; None when it sends none."""
    destination = destination_of(connection.kind)
    kinds = destination.triggers if destination else ()
    wanted = record.trigger.kind if record.trigger else ""
    return next((each for each in kinds if each.key == wanted), None)


def _record_for(connection: Connection, delivery: Delivery, mapping: str) -> Record | Unmappable:
    told = db.session.get(Activity, delivery.activity_id) if delivery.activity_id else None
    if told is not None and told.origin == TEST and connection.account.tag != SANDBOX:
        return Unmappable(Words("This is a test, and the account is no sandbox any more."))
    is_message = delivery.purpose.startswith(MESSAGE)
    # What a message says was chosen at its moment; the mapping of today makes none of it.
    if mapping == NOW and not is_message:
        return record_today(connection, delivery) or Unmappable(
            Words("The submission behind it was erased, so it cannot be mapped anew.")
        )
    if told is not None and told.kind == WON and no_winner_since(told) is not None:
        return Unmappable(
            Words("They have been replaced as a winner since. Replay it with today's mapping.")
        )
    if not delivery.record and is_message:
        return Unmappable(Words("What the message said is no longer kept, so it cannot be sent."))
    if not delivery.record:
        return Unmappable(
            Words("What was sent then is no longer kept. Replay it with today's mapping.")
        )
    return consents.marked(connection, Record.from_json(delivery.record))
