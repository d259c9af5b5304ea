"""Send one delivery again, with the mapping of then or of now."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import structlog
from sqlalchemy import select

from hubapp.core.errors import NotFoundHere, Problem, Refused
from hubapp.core.mapping import FieldMapping, Record, Unmappable
from hubapp.core.retrying import State
from hubapp.core.words import NOTHING, Words
from hubapp.doors.database import transaction
from hubapp.extensions import db
from hubapp.models import Connection, Delivery, Play, Submission
from hubapp.models.columns import now
from hubapp.models.outbox import LIVE
from hubapp.services import people, stock
from hubapp.services.delivery import Lane, mapped, put_in_line, wake_after_commit
from hubapp.services.editing import snapshot_of_version
from hubapp.services.integrations import consents
from hubapp.services.visiting import known_of, receipts_of

log = structlog.get_logger()
THEN, NOW = "then", "now"
"""The mapping of a replay: as it was when the visitor told us, or as it is today."""


def record_today(connection: Connection, delivery: Delivery) -> Record | Unmappable | None:
    """What the delivery's submission or play is with the mapping of today. None: it is gone."""
    if delivery.submission_id is not None:
        submission = db.session.get(Submission, delivery.submission_id)
        return record_of_submission(connection, submission) if submission else None
    play = db.session.get(Play, delivery.play_id) if delivery.play_id else None
    if play is None:
        return None
    submission = db.session.scalars(
        select(Submission).where(Submission.play_id == play.id)
    ).one_or_none()
    fields = submission.values if submission else people.told(play.speaker_id, play.hub_id)
    public_id = submission.public_id if submission else ""
    known = _known(play.version_id, play.card_id, fields, play, public_id, delivery.created_at)
    record = _mapped(connection, play.version_id, known, delivery.created_at)
    return record if isinstance(record, Unmappable) else record.without_once()


def record_of_submission(connection: Connection, submission: Submission) -> Record | Unmappable:
    """A submission with the mapping of today."""
    play = db.session.get(Play, submission.play_id)
    at = submission.created_at
    known = _known(
        submission.version_id,
        submission.card_id,
        submission.values,
        play,
        submission.public_id,
        at,
    )
    return _mapped(connection, submission.version_id, known, at)


def _mapped(
    connection: Connection, version_id: int, known: dict[str, Any], at: datetime
) -> Record | Unmappable:
    receipts = receipts_of(snapshot_of_version(version_id))
    mapping = FieldMapping.from_json(connection.mapping)
    return mapped(connection.kind, mapping, known, at, receipts)


def _known(
    version_id: int,
    card_id: str,
    fields: dict[str, Any],
    play: Play | None,
    public_id: str,
    at: Any,
) -> dict[str, Any]:
    snapshot = snapshot_of_version(version_id)
    card = next((each for each in snapshot.cards() if each.id == card_id), None)
    if card is None:
        return {f"field.{key}": value for key, value in fields.items()}
    outcome = stock.outcome_of(play)
    answers = play.answers if play else []
    return known_of(snapshot, card, fields, answers, outcome, public_id, at)


def replay_one(connection: Connection, delivery_id: int, mapping: str) -> None:
    """Let one ended delivery wait again, whole. Raises NotFoundHere and Refused."""
    connection_id = connection.id
    with transaction() as session:
        kept = keep_connection(connection_id)
        # A second click waits here until the first is done, and then finds it on its way.
        delivery = session.get(Delivery, delivery_id, with_for_update=True)
        if delivery is None or delivery.connection_id != connection_id:
            raise NotFoundHere
        if delivery.state not in (State.REJECTED, State.DELIVERED):
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
    lane = put_in_line(connection, delivery, record, priority)
    # From now on, or the 24 hours of its retries would be over already.
    delivery.attempts, delivery.whole, delivery.outcome_unknown = 0, True, False
    delivery.words, delivery.done_at = NOTHING, None
    delivery.history = [*delivery.history, tried]
    return lane


def _record_for(connection: Connection, delivery: Delivery, mapping: str) -> Record | Unmappable:
    if mapping == NOW:
        return record_today(connection, delivery) or Unmappable(
            Words("The submission behind it was erased, so it cannot be mapped anew.")
        )
    if not delivery.record:
        return Unmappable(
            Words("What was sent then is no longer kept. Replay it with today's mapping.")
        )
    return consents.marked(connection, Record.from_json(delivery.record))
