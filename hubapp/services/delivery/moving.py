"""What stands with one account is taken along to another: what waits, what is confirmed, what was
sent, the counters. Pieces, which join a transaction that holds both accounts still
(``forgetting.hold_still``)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import delete, func, select, tuple_, update

from hubapp.core.retrying import State
from hubapp.core.words import Words
from hubapp.doors import rows
from hubapp.extensions import db
from hubapp.models import (
    Account,
    AccountLane,
    Activity,
    Connection,
    Delivery,
    Exchange,
    OutboxRow,
)
from hubapp.models.account import SANDBOX
from hubapp.models.activity import TEST
from hubapp.models.columns import now
from hubapp.models.delivery import MESSAGE
from hubapp.models.outbox import ASIDE
from hubapp.services.delivery import confirmed
from hubapp.services.delivery.forgetting import claimed_of, let_go
from hubapp.services.delivery.lanes import HISTORY, is_free
from hubapp.services.delivery.outbox import in_line, lane_of

MOVED = "moved"
"""In the history of a delivery: it was taken along to another account."""
NO_TEST = Words("This is a test, and the account that this hub uses now is for real people.")


def in_hand(connection: Connection, all_of_it: bool) -> bool:
    """A worker still sends something of it with the account of before; all_of_it: or of any other
    hub. What a dead one held is taken from it."""
    before = connection.moves_from
    ids = list(claimed_of(before)) if before else []
    if before and not all_of_it:
        mine = Delivery.id.in_(ids), Delivery.connection_id == connection.id
        ids = list(db.session.scalars(select(Delivery.id).where(*mine)))
    return bool(before and ids) and not let_go(before or 0, ids)


def waiting_of(connection: Connection, most: int | None = None) -> int:
    """How many of its deliveries stand in line, counted up to ``most``."""
    mine = (
        select(OutboxRow.delivery_id)
        .join(Delivery, Delivery.id == OutboxRow.delivery_id)
        .where(*in_line(connection), Delivery.connection_id == connection.id)
        .limit(most)
    )
    return int(db.session.scalar(select(func.count()).select_from(mine.subquery())) or 0)


def take_along(connection: Connection, words: Words, same_place: bool, most: int) -> int:
    """Put so many of those that stand in line with the account of before in line with the one that
    it has, aside, oldest first; returns how many. A test does not go to real people. words: what is
    noted at each; same_place: what was tried with the other may have arrived with this one."""
    before, account = connection.moves_from, connection.account
    found = db.session.execute(
        select(OutboxRow, Delivery)
        .join(Delivery, Delivery.id == OutboxRow.delivery_id)
        .where(*in_line(connection), OutboxRow.account_id == before)
        .where(Delivery.connection_id == connection.id)
        .order_by(OutboxRow.priority, OutboxRow.lane, OutboxRow.delivery_id)
        .limit(most)
    ).all()
    tests = _tests_among([each.Delivery for each in found]) if account.tag != SANDBOX else set()
    noted = {
        "at": now().isoformat(timespec="milliseconds"),
        "verdict": MOVED,
        "words": words.to_json(),
        "account": before,
    }
    placed = []
    for row, delivery in found:
        delivery.account_id = account.id
        delivery.history = [*delivery.history, noted][-HISTORY:]
        if not same_place and not delivery.purpose.startswith(MESSAGE):
            delivery.attempts, delivery.outcome_unknown = 0, False
        if delivery.id in tests:
            delivery.state, delivery.words, delivery.done_at = State.KEPT, NO_TEST, now()
        else:
            placed.append(_placed(row, delivery, account))
    _place([each.OutboxRow for each in found], placed)
    return len(found)


def _tests_among(deliveries: Sequence[Delivery]) -> set[int]:
    told = {each.activity_id: each.id for each in deliveries if each.activity_id}
    tests = select(Activity.id).where(Activity.id.in_(told), Activity.origin == TEST)
    return {told[each] for each in db.session.scalars(tests)}


def _placed(row: OutboxRow, delivery: Delivery, account: Account) -> dict[str, Any]:
    """due_at is left out: with this account it has not failed yet."""
    return {
        "account_id": account.id,
        "lane": lane_of(delivery.person, account.lanes),
        "priority": row.priority % ASIDE + ASIDE,
        "delivery_id": delivery.id,
        "person": row.person,
    }


def _place(gone: Sequence[OutboxRow], placed: Sequence[dict[str, Any]]) -> None:
    db.session.flush()
    key = tuple_(OutboxRow.account_id, OutboxRow.lane, OutboxRow.priority, OutboxRow.delivery_id)
    keys = [(each.account_id, each.lane, each.priority, each.delivery_id) for each in gone]
    if keys:
        db.session.execute(
            delete(OutboxRow).where(key.in_(keys)).execution_options(synchronize_session=False)
        )
    for each in gone:
        db.session.expunge(each)
    if placed:
        rows.write_all(OutboxRow, placed)


def join_confirmed(from_id: int, into_id: int, most: int) -> bool:
    """Take so much along of what is confirmed to the same key; not of people of whom a worker has
    something in hand. True: there may be more."""
    held = select(OutboxRow.person).where(
        OutboxRow.account_id.in_((from_id, into_id)),
        OutboxRow.delivery_id.in_(claimed_of(from_id, into_id)),
    )
    but: Collection[str] = set(db.session.scalars(held))
    return confirmed.join(from_id, into_id, but, most) == most or bool(but)


def join_exchanges(from_id: int, into_id: int, most: int) -> bool:
    """The same of the requests that were sent."""
    some = select(Exchange.id).where(Exchange.account_id == from_id).limit(most)
    ids = db.session.scalars(some).all()
    db.session.execute(
        update(Exchange)
        .where(Exchange.id.in_(ids))
        .values(account_id=into_id)
        .execution_options(synchronize_session=False)
    )
    return len(ids) == most


def join_tallies(from_id: int, into_id: int) -> bool:
    """Add the counters of an account to those of another. False: each of its lanes is in hand, and
    whoever has one writes its counters."""
    free = select(AccountLane).where(AccountLane.account_id == into_id, is_free(now()))
    lane = db.session.scalars(free.order_by(AccountLane.lane).limit(1)).first()
    if lane is None and db.session.get(AccountLane, (into_id, 0)) is None:
        lane = AccountLane(account_id=into_id, lane=0)
        db.session.add(lane)
    if lane is None:
        return False
    query = select(AccountLane).where(AccountLane.account_id == from_id)
    for old in db.session.scalars(query.order_by(AccountLane.lane)):
        lane.tally = _summed(lane.tally or {}, old.tally)
        old.tally = {}
    db.session.flush()
    return True


def _summed(one: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    """Counts, lists of counts, and when each target was written first and last."""
    total = dict(one)
    for name, more in other.items():
        mine = total.get(name)
        if mine is None:
            total[name] = more
        elif isinstance(more, dict):
            total[name] = _spanned(mine, more)
        elif isinstance(more, list):
            total[name] = [a + b for a, b in zip(mine, more, strict=True)]
        else:
            total[name] = mine + more
    return total


def _spanned(one: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    written = dict(one)
    for target, (first, last) in other.items():
        mine = written.get(target, [first, last])
        written[target] = [min(mine[0], first), max(mine[1], last)]
    return written
