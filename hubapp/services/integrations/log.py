"""The list of deliveries, in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import func, select

from hubapp.core.field_kind import Clean
from hubapp.core.retrying import State
from hubapp.core.trigger import MAY_HAVE
from hubapp.core.words import Words
from hubapp.destinations import destination_of
from hubapp.extensions import db
from hubapp.fields import field_kind_of
from hubapp.models import AccountLane, Activity, Connection, Delivery, Hub, OutboxRow
from hubapp.models.activity import TEST
from hubapp.models.columns import now
from hubapp.models.outbox import BEHIND
from hubapp.services import delivery
from hubapp.services.editing import snapshot_of_version
from hubapp.services.integrations.became import left_out_of
from hubapp.services.integrations.filtering import Filter, page_of

_MARKS = {
    State.REJECTED: (Words("Refused"), "x", "rejected"),
    State.KEPT: (Words("Kept here"), "lock", "kept"),
}


@dataclass(frozen=True)
class Line:
    """One row of the list."""

    id: int
    state: Words
    mark: str
    look: str
    at: datetime
    person: Words
    card_id: str
    attempts: int
    words: Words
    left_out: int = 0
    """Values that the destination could not use."""
    test: bool = False
    """Somebody tried the hub out; no visitor said it."""


def deliveries(
    connection: Connection, wanted: Filter, masked: bool = False
) -> tuple[list[Line], int]:
    """A page of lines, newest first, and the key of the next page (0: none). masked: hide who."""
    rows, more = page_of(connection, wanted)
    return lines_of(rows, connection, masked), more


def reasons_of(ids: Sequence[int]) -> dict[int, str]:
    """Delivery -> the key of why it was refused; empty for one that was not."""
    query = select(Delivery.id, Delivery.reason).where(Delivery.id.in_(ids))
    return {row.id: row.reason for row in db.session.execute(query)}


def newest_of(connection: Connection, who: str) -> int:
    """The newest delivery of somebody by email, phone or ID as typed; 0 when there is none."""
    destination = destination_of(connection.kind)
    rules = destination.identity_rules if destination else ()
    texts = {who.strip(), who.strip().lower(), *_as_kept(connection.hub, who)}
    label = str(connection.mapping.get("label", ""))
    found_by = [rule.key for rule in rules] + [f"{rule.key}/{label}" for rule in rules if label]
    keys = [f"{each}:{text}" for each in found_by for text in texts]
    theirs = Delivery.connection_id == connection.id, Delivery.person.in_(keys)
    return int(db.session.scalar(select(func.max(Delivery.id)).where(*theirs)) or 0)


def _as_kept(hub: Hub, who: str) -> set[str]:
    """What was typed, as the hub's form fields would keep it: a phone number without its spaces."""
    cards = snapshot_of_version(hub.live_version_id).cards() if hub.live_version_id else []
    fields = [field for card in cards if card.form for field in card.form.fields]
    kinds = ((field_kind_of(field.kind), field.options) for field in fields)
    read = (kind.clean([who], options, False, "") for kind, options in kinds if kind)
    return {each.value for each in read if isinstance(each, Clean) and isinstance(each.value, str)}


@dataclass(frozen=True)
class _Standing:
    """Where a waiting delivery stands in line. due_at: None means now; in_hand: a worker has it."""

    priority: int
    due_at: datetime | None
    in_hand: bool


def _standings(connection: Connection, ids: Sequence[int]) -> dict[int, _Standing]:
    leased = select(AccountLane.claimed).where(
        AccountLane.account_id.in_(connection.account_ids), AccountLane.leased_until > now()
    )
    in_hand = {each for claimed in db.session.scalars(leased) for each in claimed}
    rows = db.session.scalars(
        select(OutboxRow).where(*delivery.in_line(connection), OutboxRow.delivery_id.in_(ids))
    )
    return {
        row.delivery_id: _Standing(row.priority, row.due_at, row.delivery_id in in_hand)
        for row in rows
    }


def lines_of(rows: Sequence[Delivery], connection: Connection, masked: bool) -> list[Line]:
    """Deliveries of a connection as the list shows them."""
    waiting = [row.id for row in rows if row.state == State.WAITING]
    standings = _standings(connection, waiting) if waiting else {}
    tests = _tests_among(rows)
    lines = [_line(row, connection, standings.get(row.id), masked) for row in rows]
    return [replace(line, test=line.id in tests) for line in lines]


def _tests_among(rows: Sequence[Delivery]) -> set[int]:
    told = {row.activity_id for row in rows if row.activity_id}
    tests = select(Activity.id).where(Activity.id.in_(told), Activity.origin == TEST)
    found = set(db.session.scalars(tests)) if told else set()
    return {row.id for row in rows if row.activity_id in found}


def _line(row: Delivery, connection: Connection, standing: _Standing | None, masked: bool) -> Line:
    state, mark, look = _state(row, connection, standing)
    if row.reason == str(MAY_HAVE):
        state, mark, look = MAY_HAVE, "alert-triangle", "held"
    return Line(
        row.id,
        state,
        mark,
        look,
        row.done_at or row.created_at,
        _who(row, masked),
        row.card_id,
        row.attempts,
        row.words,
        left_out_of(row, destination_of(connection.kind)),
    )


def _state(
    row: Delivery, connection: Connection, standing: _Standing | None
) -> tuple[Words, str, str]:
    if row.state != State.DELIVERED:
        return _MARKS.get(State(row.state)) or _waiting(row, connection, standing)
    destination = destination_of(connection.kind)
    label = destination.label if destination else connection.kind
    return Words("Accepted by %(destination)s", destination=label), "check", "delivered"


def _who(row: Delivery, masked: bool) -> Words:
    person = row.person.partition(":")[2]
    if not person:
        return Words("unknown")
    return Words.verbatim(f"{person[:2]}…" if masked else person)


def _waiting(
    row: Delivery, connection: Connection, standing: _Standing | None
) -> tuple[Words, str, str]:
    if standing and standing.in_hand:
        return Words("Sending"), "send", "waiting"
    if connection.standing == "held":
        return Words("Waiting"), "alert-triangle", "held"
    if connection.standing == "paused":
        return Words("Waiting"), "player-pause", "paused"
    if later := _retry_at(row, connection, standing):
        words = Words("Trying again %(time)s UTC", time=later.strftime("%H:%M:%S"))
        return words, "refresh", "waiting"
    if standing is not None and standing.priority == BEHIND:
        return Words("Waiting behind live traffic"), "clock", "waiting"
    return Words("Waiting"), "clock", "waiting"


def _retry_at(row: Delivery, connection: Connection, standing: _Standing | None) -> datetime | None:
    """When it is tried again, after a try that failed: by itself or with the whole connection."""
    times = [standing.due_at if standing else None]
    if row.attempts:
        times.append(connection.account.throttled_until)
    return max((at for at in times if at is not None and at > now()), default=None)
