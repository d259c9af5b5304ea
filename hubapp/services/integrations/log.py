"""The list of deliveries, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select

from hubapp.core.errors import NotFoundHere
from hubapp.core.field_kind import Clean
from hubapp.core.reading import day, natural
from hubapp.core.retrying import State
from hubapp.core.trigger import MAY_HAVE
from hubapp.core.words import Words
from hubapp.destinations import destination_of
from hubapp.extensions import db
from hubapp.fields import field_kind_of
from hubapp.models import AccountLane, Connection, Delivery, Hub, OutboxRow
from hubapp.models.columns import now
from hubapp.models.delivery import is_rejected
from hubapp.models.outbox import BEHIND, PRIORITIES
from hubapp.services.editing import snapshot_of_version
from hubapp.services.integrations.became import left_out_of

PAGE = 50
_MARKS = {
    State.REJECTED: (Words("Refused"), "x", "rejected"),
    State.KEPT: (Words("Kept here"), "lock", "kept"),
}
STATES = ("waiting", "delivered", "rejected", "kept")


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


@dataclass(frozen=True)
class Filter:
    """What the list shows. state: one of ``STATES``; of: a delivery whose
    person is wanted (an address in a URL would be read by others); begin, end: days, UTC."""

    state: str = ""
    card: str = ""
    reason: str = ""
    of: int = 0
    begin: date | None = None
    end: date | None = None
    before: int = 0

    @classmethod
    def read(cls, given: Mapping[str, str]) -> Filter:
        """From a query string; what makes no sense is left out."""
        state = given.get("state", "")
        return cls(
            state if state in STATES else "",
            given.get("card", "")[:20],
            given.get("reason", "")[:60],
            natural(given.get("of", "")),
            day(given.get("begin", "")),
            day(given.get("end", "")),
            natural(given.get("before", "")),
        )

    def query(self) -> dict[str, Any]:
        """For links: the same filter on another page."""
        named = {
            "state": self.state,
            "card": self.card,
            "reason": self.reason,
            "of": self.of,
            "begin": self.begin and self.begin.isoformat(),
            "end": self.end and self.end.isoformat(),
        }
        return {name: value for name, value in named.items() if value}


def deliveries(
    connection: Connection, wanted: Filter, masked: bool = False
) -> tuple[list[Line], int]:
    """A page of lines, newest first, and the key of the next page (0: none). masked: hide who."""
    query = _before(_filtered(connection, wanted), wanted)
    rows = list(db.session.scalars(query.limit(PAGE + 1)))
    more = rows[PAGE - 1].id if len(rows) > PAGE else 0
    return lines_of(rows[:PAGE], connection, masked), more


def _filtered(connection: Connection, wanted: Filter) -> Select[Any]:
    query = select(Delivery).where(Delivery.connection_id == connection.id)
    if wanted.state:
        query = query.where(*_in_state(connection, wanted))
    if wanted.reason:
        query = query.where(is_rejected(Delivery), Delivery.reason == wanted.reason)
    if wanted.card:
        query = query.where(Delivery.card_id == wanted.card)
    if wanted.of:
        query = query.where(Delivery.person == person_of(connection, wanted.of))
    if wanted.begin:
        query = query.where(Delivery.created_at >= _midnight(wanted.begin))
    if wanted.end:
        query = query.where(Delivery.created_at < _midnight(wanted.end) + timedelta(days=1))
    return query


def _before(query: Select[Any], wanted: Filter) -> Select[Any]:
    """Newest first, after what was shown. Days are found by their index, whose order is the time:
    by id, a million of other days would be looked at to find a page of one."""
    if not (wanted.begin or wanted.end):
        query = query.order_by(Delivery.id.desc())
        return query.where(Delivery.id < wanted.before) if wanted.before else query
    query = query.order_by(Delivery.created_at.desc(), Delivery.id.desc())
    if not wanted.before:
        return query
    at = select(Delivery.created_at).where(Delivery.id == wanted.before).scalar_subquery()
    return query.where(
        Delivery.created_at <= at,
        or_(Delivery.created_at < at, Delivery.id < wanted.before),
    )


def _in_state(connection: Connection, wanted: Filter) -> list[ColumnElement[bool]]:
    if wanted.state == State.REJECTED:
        return [is_rejected(Delivery)]
    found: list[ColumnElement[bool]] = [Delivery.state == wanted.state]
    if wanted.state == State.WAITING:
        # Few that wait are found at once among a million that do not.
        narrowed = wanted.card or wanted.of or wanted.begin or wanted.end
        all_waiting = select(OutboxRow.delivery_id).where(
            OutboxRow.account_id == connection.account_id
        )
        waiting = all_waiting if narrowed else _newest_waiting(connection, wanted.before)
        found.append(Delivery.id.in_(waiting))
    return found


def _newest_waiting(connection: Connection, before: int) -> list[int]:
    """The newest of each lane."""
    found: list[int] = []
    for lane in range(connection.account.lanes):
        for priority in PRIORITIES:
            query = select(OutboxRow.delivery_id).where(
                OutboxRow.account_id == connection.account_id,
                OutboxRow.lane == lane,
                OutboxRow.priority == priority,
            )
            if before:
                query = query.where(OutboxRow.delivery_id < before)
            newest = query.order_by(OutboxRow.delivery_id.desc()).limit(PAGE + 1)
            found += db.session.scalars(newest)
    return sorted(found, reverse=True)[: PAGE + 1]


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def reasons_of(ids: Sequence[int]) -> dict[int, str]:
    """Delivery -> the key of why it was refused; empty for one that was not."""
    query = select(Delivery.id, Delivery.reason).where(Delivery.id.in_(ids))
    return {row.id: row.reason for row in db.session.execute(query)}


def person_of(connection: Connection, delivery_id: int) -> str:
    """Whose delivery it is. Raises NotFoundHere."""
    found = db.session.get(Delivery, delivery_id)
    if found is None or found.connection_id != connection.id:
        raise NotFoundHere
    return found.person


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
        AccountLane.account_id == connection.account_id, AccountLane.leased_until > now()
    )
    in_hand = {each for claimed in db.session.scalars(leased) for each in claimed}
    rows = db.session.scalars(
        select(OutboxRow).where(
            OutboxRow.account_id == connection.account_id,
            OutboxRow.lane.in_(range(connection.account.lanes)),
            OutboxRow.priority.in_(PRIORITIES),
            OutboxRow.delivery_id.in_(ids),
        )
    )
    return {
        row.delivery_id: _Standing(row.priority, row.due_at, row.delivery_id in in_hand)
        for row in rows
    }


def lines_of(rows: Sequence[Delivery], connection: Connection, masked: bool) -> list[Line]:
    """Deliveries of a connection as the list shows them."""
    waiting = [row.id for row in rows if row.state == State.WAITING]
    standings = _standings(connection, waiting) if waiting else {}
    return [_line(row, connection, standings.get(row.id), masked) for row in rows]


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
