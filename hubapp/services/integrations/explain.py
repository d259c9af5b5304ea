"""One delivery explained: what the visitor said, what was sent, what the destination answered."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import select

from hubapp.core.errors import NotFoundHere
from hubapp.core.retrying import State
from hubapp.core.spoken import spoken
from hubapp.core.trigger import MAY_HAVE
from hubapp.core.words import NOTHING, Words
from hubapp.destinations import destination_of
from hubapp.extensions import db
from hubapp.models import Connection, Delivery, Exchange, Play, Submission
from hubapp.models.delivery import MESSAGE
from hubapp.services import delivery
from hubapp.services.editing import snapshot_of_version
from hubapp.services.integrations.became import Fate, Objects, fates, left_out_of
from hubapp.services.integrations.log import Line, lines_of
from hubapp.services.integrations.versions import mapping_of
from hubapp.services.visiting import receipts_of, sources_of

_VERDICTS = {
    "delivered": Words("Accepted"),
    "rejected": Words("Refused"),
    "retry": Words("Tried again later"),
    "throttled": Words("Asked to wait"),
    "hold": Words("Connection on hold"),
    "stop": Words("Turned off by the receiver"),
    "replay": Words("Replayed"),
    "kept": Words("Consent kept here"),
    "moved": Words("Taken along"),
}


@dataclass(frozen=True)
class Try:
    """One try. sent: the objects of this delivery as JSON text; said: the answer."""

    at: datetime
    verdict: Words
    words: Words
    unknown: bool = False
    status: Words = NOTHING
    took_ms: int | None = None
    sent: str = ""
    said: str = ""
    request_id: str = ""
    others: int = 0


@dataclass(frozen=True)
class Story:
    """A delivery from the submission to the answer, for somebody who asks why."""

    line: Line
    reason: Words
    submitted: list[tuple[Words, Words]]
    mapped: list[Fate]
    tries: list[Try]
    advice: Words
    ended: bool
    may_repeat_then: bool
    wiped: bool
    event_name: str = ""
    identity: str = ""
    unknown: bool = field(default=False)
    message: bool = False
    """It asks for a message at the destination."""
    unconfirmed: bool = False
    """A consent of it was not sent, for its address was not confirmed."""
    mapping_number: int | None = None
    """The version of the mapping that made it; None where nobody knows."""


def story(connection: Connection, delivery_id: int, masked: bool = False) -> Story:
    """Explain one delivery. Raises NotFoundHere."""
    row = db.session.get(Delivery, delivery_id)
    if row is None or row.connection_id != connection.id:
        raise NotFoundHere
    submission = db.session.get(Submission, row.submission_id) if row.submission_id else None
    record = row.record or {}
    labels = _labels(row, submission)
    return Story(
        line=lines_of([row], connection, masked)[0],
        reason=delivery.reason_in_words(connection.kind, row.reason),
        submitted=[] if masked else _submitted(submission, labels),
        mapped=[] if masked else fates(row, connection, labels, _sent(row)),
        tries=_tries(row, masked),
        advice=_advice(row, connection),
        ended=row.state != State.WAITING,
        may_repeat_then=bool(record),
        wiped=not record and row.id <= connection.wiped_to,
        event_name=str(record.get("event_name", "")),
        identity="" if masked else str(record.get("identity", "")),
        unknown=row.outcome_unknown,
        message=row.purpose.startswith(MESSAGE),
        mapping_number=row.mapping_number,
        unconfirmed=submission is not None and _unconfirmed(row, connection, submission),
    )


def _unconfirmed(row: Delivery, connection: Connection, submission: Submission) -> bool:
    mapping = mapping_of(row, connection)
    if not mapping.get("confirm_first") or submission.confirmed_at is not None:
        return False
    receipts = receipts_of(snapshot_of_version(submission.version_id))
    mapped = {each["source"] for each in mapping.get("rows", ())}
    given = {f"field.{key}" for key, value in submission.values.items() if value is True}
    return bool(receipts & mapped & given)


def _labels(row: Delivery, submission: Submission | None) -> dict[str, Words]:
    """Of what the hub knew, in the version that was answered."""
    version_id = submission.version_id if submission else None
    if version_id is None and row.play_id:
        version_id = db.session.scalar(select(Play.version_id).where(Play.id == row.play_id))
    if version_id is None:
        return {}
    return {each.key: each.full_label for each in sources_of(snapshot_of_version(version_id))}


def _submitted(
    submission: Submission | None, labels: Mapping[str, Words]
) -> list[tuple[Words, Words]]:
    if submission is None:
        return []
    return [
        (labels.get(f"field.{key}", Words.verbatim(key)), spoken(value))
        for key, value in submission.values.items()
        if value not in (None, "")
    ]


def _tries(row: Delivery, masked: bool) -> list[Try]:
    found = []
    for each in row.history:
        found.append(
            _try(
                row,
                each.get("exchange"),
                datetime.fromisoformat(each["at"]),
                str(each["verdict"]),
                _words_of(each),
                bool(each.get("unknown")),
                masked,
            )
        )
    if row.state == State.DELIVERED:
        words = row.words or Words("Accepted.")
        found.append(
            _try(
                row,
                row.exchange_id,
                row.done_at or row.created_at,
                "delivered",
                words,
                False,
                masked,
            )
        )
    return found


def _words_of(each: Mapping[str, Any]) -> Words:
    """Of an entry of the history. A replay keeps its mapping there, as a key."""
    if each["verdict"] != "replay":
        return Words.from_json(each["words"])
    then = each["words"] == "then"
    words = Words("With the mapping of then.") if then else Words("With the mapping of that day.")
    if not each.get("without_consent"):
        return words
    return Words(
        "%(mapping)s Without its consent: that left before, and leaves only once.", mapping=words
    )


def _try(
    row: Delivery,
    exchange_id: int | None,
    at: datetime,
    verdict: str,
    words: Words,
    unknown: bool,
    masked: bool,
) -> Try:
    plain = Try(at, _VERDICTS.get(verdict, Words.verbatim(verdict)), words, unknown)
    exchange = db.session.get(Exchange, exchange_id) if exchange_id else None
    if exchange is None or masked:
        return plain
    content = _content(exchange)
    mine = _objects(row, content)
    return Try(
        exchange.sent_at,
        plain.verdict,
        words,
        unknown,
        _status(exchange.status, content["words"]),
        exchange.took_ms,
        orjson.dumps(mine, option=orjson.OPT_INDENT_2).decode() if mine else "",
        content["reply"][:4000],
        exchange.request_id,
        exchange.people - 1,
    )


def _content(exchange: Exchange) -> dict[str, Any]:
    found: dict[str, Any] = orjson.loads(zlib.decompress(exchange.content))
    return found


def _objects(row: Delivery, content: Mapping[str, Any]) -> dict[str, list[Any]]:
    """What stood of a delivery in a request, by array."""
    spots: list[Any] = next((each for id_, each in content["placements"] if id_ == row.id), [])
    mine: dict[str, list[Any]] = {}
    for array, index in spots:
        held = content["body"][array]
        # A message about one person is no list.
        mine.setdefault(array, []).append(held if isinstance(held, dict) else held[index])
    return mine


def _sent(row: Delivery) -> Objects | None:
    """What the last request held of it; None when it is not kept."""
    exchange = db.session.get(Exchange, row.exchange_id) if row.exchange_id else None
    return None if exchange is None else _objects(row, _content(exchange))


def _status(status: int | None, why: Any) -> Words:
    """why: our words for an answer that did not come, as they were kept."""
    if status:
        return Words.verbatim(str(status))
    return Words("no answer: %(why)s", why=Words.from_json(why))


def _advice(row: Delivery, connection: Connection) -> Words:
    if row.state == State.REJECTED and row.purpose.startswith(MESSAGE):
        return _advice_on_message(row, connection)
    if row.state == State.REJECTED:
        return Words(
            "Mend what the words above name, in the form or in the mapping, then replay it with "
            "today's mapping."
        )
    if row.state == State.KEPT and not row.person:
        return Words("Nothing to do: it goes out once this visitor has said who they are.")
    if row.state == State.KEPT:
        return Words(
            "Nothing to do, if that is meant. Otherwise change who is sent in the mapping, then "
            "replay it with today's mapping."
        )
    if row.state == State.DELIVERED:
        return _advice_on_values(row, connection)
    return _advice_on_waiting(connection)


def _advice_on_waiting(connection: Connection) -> Words:
    if connection.standing == "held":
        return Words("Mend the connection. This goes out by itself afterwards.")
    if connection.standing == "moving":
        return Words("Nothing to do: it goes out by itself, with the account that it is taken to.")
    if connection.standing == "paused":
        return Words("Resume the connection when you are ready. This goes out by itself then.")
    return Words("Nothing to do: it goes out by itself.")


def _advice_on_message(row: Delivery, connection: Connection) -> Words:
    """Of one that was refused, or may have been sent."""
    if row.reason != str(MAY_HAVE):
        return Words("Mend what the words above name, then send the message again.")
    return Words(
        "Look in %(destination)s whether it went out to this person. If it did not, send it "
        "again here.",
        destination=_label(connection),
    )


def _label(connection: Connection) -> str:
    destination = destination_of(connection.kind)
    return destination.label if destination else connection.kind


def _advice_on_values(row: Delivery, connection: Connection) -> Words:
    """Of one that got there."""
    if not left_out_of(row, destination_of(connection.kind)):
        return Words("Nothing to do.")
    return Words(
        "Some values were left out: see why beside each below. Mend the field or the mapping, "
        "then replay it with today's mapping."
    )
