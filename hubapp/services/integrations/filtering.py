"""Which deliveries are wanted, and how a page of them is found among a million."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_, select

from hubapp.core.errors import NotFoundHere
from hubapp.core.reading import day, natural
from hubapp.core.retrying import State
from hubapp.extensions import db
from hubapp.models import Connection, Delivery, OutboxRow
from hubapp.models.delivery import is_rejected
from hubapp.models.outbox import PRIORITIES

PAGE = 50
FEW = 2000
"""Of those in a state: so many are looked at one by one. Where there are more, a page is near."""
STATES = ("waiting", "delivered", "rejected", "kept")


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


def page_of(connection: Connection, wanted: Filter) -> tuple[Sequence[Delivery], int]:
    """A page, newest first, and the key of the next page (0: none)."""
    rows = db.session.scalars(_page(connection, wanted).limit(PAGE + 1)).all()
    more = rows[PAGE - 1].id if len(rows) > PAGE else 0
    return rows[:PAGE], more


def _page(connection: Connection, wanted: Filter) -> Select[Any]:
    mine = _conditions(connection, wanted)
    whole = not (wanted.card or wanted.of or wanted.begin or wanted.end)
    if wanted.state == State.WAITING and whole:
        ids = _newest_waiting(connection, wanted.before)
        return _newest_first(select(Delivery).where(*mine, Delivery.id.in_(ids)), wanted)
    all_there = _of_state(connection, wanted.state)
    few = db.session.scalars(all_there.limit(FEW + 1)).all() if all_there is not None else []
    if all_there is not None and len(few) <= FEW:
        # Their days are looked at here: a database would walk through all deliveries of the days.
        rows = select(Delivery.id, Delivery.created_at).where(*mine, Delivery.id.in_(few))
        ids = [row.id for row in db.session.execute(rows) if _is_within(row.created_at, wanted)]
        return _newest_first(select(Delivery).where(Delivery.id.in_(ids)), wanted)
    return _newest_first(select(Delivery).where(*mine, *_days(wanted)), wanted)


def _of_state(connection: Connection, state: str) -> Select[int] | None:
    """The ids of all in a state that few are in as a rule, by the index that holds those alone: the
    order says which. None: it is no such state."""
    if state == State.WAITING:
        return select(OutboxRow.delivery_id).where(OutboxRow.account_id.in_(connection.account_ids))
    mine = select(Delivery.id).where(Delivery.connection_id == connection.id)
    if state == State.REJECTED:
        return mine.where(is_rejected(Delivery)).order_by(Delivery.reason, Delivery.id)
    if state == State.KEPT:
        return mine.where(Delivery.kept).order_by(Delivery.created_at, Delivery.id)
    return None


def _conditions(connection: Connection, wanted: Filter) -> list[ColumnElement[bool]]:
    """All but the days."""
    found: list[ColumnElement[bool]] = [Delivery.connection_id == connection.id]
    if wanted.state == State.REJECTED:
        found.append(is_rejected(Delivery))
    elif wanted.state == State.KEPT:
        found.append(and_(Delivery.kept))
    elif wanted.state:
        found.append(Delivery.state == wanted.state)
    if wanted.reason:
        found += [is_rejected(Delivery), Delivery.reason == wanted.reason]
    if wanted.card:
        found.append(Delivery.card_id == wanted.card)
    if wanted.of:
        found.append(Delivery.person == person_of(connection, wanted.of))
    return found


def _days(wanted: Filter) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.begin:
        found.append(Delivery.created_at >= _midnight(wanted.begin))
    if wanted.end:
        found.append(Delivery.created_at < _midnight(wanted.end) + timedelta(days=1))
    return found


def _newest_first(query: Select[Any], wanted: Filter) -> Select[Any]:
    """After what was shown. Days are found by their index, whose order is the time: by id, a
    million of other days would be looked at to find a page of one."""
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


def _is_within(at: datetime, wanted: Filter) -> bool:
    late_enough = wanted.begin is None or at >= _midnight(wanted.begin)
    return late_enough and (wanted.end is None or at < _midnight(wanted.end) + timedelta(days=1))


def _newest_waiting(connection: Connection, before: int) -> list[int]:
    """The newest of each lane."""
    found: list[int] = []
    for lane in range(connection.account.lanes):
        for priority in PRIORITIES:
            query = select(OutboxRow.delivery_id).where(
                OutboxRow.account_id.in_(connection.account_ids),
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


def person_of(connection: Connection, delivery_id: int) -> str:
    """Whose delivery it is. Raises NotFoundHere."""
    found = db.session.get(Delivery, delivery_id)
    if found is None or found.connection_id != connection.id:
        raise NotFoundHere
    return found.person
