"""Deliveries forget whom they were about; the rows stay, for they are counted. Pieces, which join
the caller's transaction."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import delete, null, select, update

from hubapp.core.confirming import PERSON, person_mark
from hubapp.core.identifiers import new_id
from hubapp.core.mapping import FieldMapping, Record
from hubapp.core.retrying import State
from hubapp.core.times import rfc3339
from hubapp.extensions import db
from hubapp.models import (
    Account,
    AccountLane,
    Confirmed,
    Connection,
    Delivery,
    Exchange,
    OutboxRow,
    Run,
    Submission,
)
from hubapp.models.columns import now
from hubapp.services.delivery import exchanges, lanes
from hubapp.services.delivery.outbox import Lane, in_line, put_in_line
from hubapp.services.delivery.reasons import ERASED


class Told(NamedTuple):
    """What a destination may have of one person. record: all that may have been written there;
    arrived: some of it may be there; in_hand: deliveries that a worker is sending right now."""

    record: Record
    arrived: bool
    in_hand: list[int]


def hold_still(connection_id: int) -> Connection | None:
    """Let no worker write about this connection's account until the caller's transaction ends. In
    the order of a drain: lanes, account, connection. None: it is gone."""
    found = db.session.get(Connection, connection_id)
    if found is None:
        return None
    hold_account(*found.account_ids)
    lock = select(Connection).where(Connection.id == connection_id)
    return db.session.scalars(lock.with_for_update(key_share=True)).one_or_none()


def hold_account(*account_ids: int) -> None:
    """The same, for accounts whose connection may be gone."""
    mine = select(AccountLane.lane).where(AccountLane.account_id.in_(account_ids))
    in_order = mine.order_by(AccountLane.account_id, AccountLane.lane)
    db.session.execute(in_order.with_for_update()).all()
    lock = select(Account.id).where(Account.id.in_(account_ids)).order_by(Account.id)
    db.session.execute(lock.with_for_update(key_share=True)).all()


def forget(connection: Connection, ids: Sequence[int], alone: bool = False) -> list[Told]:
    """Wipe these deliveries of a connection that is held still, and what is kept beside them.
    Returns what the destination may have, person by person. alone: others may have told about the
    same person, so nothing but what these deliveries carried is taken into account."""
    query = select(Delivery).where(Delivery.connection_id == connection.id, Delivery.id.in_(ids))
    rows = db.session.scalars(query.order_by(Delivery.id).with_for_update()).all()
    in_hand = claimed_of(*connection.account_ids)
    people: dict[str, list[Delivery]] = defaultdict(list)
    for row in rows:
        people[row.person].append(row)
    told = [
        _told(connection, person, mine, in_hand, alone) for person, mine in people.items() if person
    ]
    take_out(connection.account_id, rows)
    _take_off(connection, [row.id for row in rows])
    wipe([row.id for row in rows])
    if not alone:
        _forget_runs(connection.id, set(people))
    for person in people:
        # Also when others told of them: what they tell next is then sent whole.
        forget_confirmed(connection.account_id, person_mark(person))
    return told


def claimed_of(*account_ids: int) -> set[int]:
    """Of lanes whose holder may still write: the lease may be over, and nobody has taken it."""
    claimed = select(AccountLane.claimed).where(AccountLane.account_id.in_(account_ids))
    return {each for ids in db.session.scalars(claimed) for each in ids}


def _told(
    connection: Connection,
    person: str,
    rows: Sequence[Delivery],
    in_hand: Collection[int],
    alone: bool,
) -> Told:
    rule, _, identity = person.partition(":")
    values: dict[str, Any] = {}
    once: set[str] = set()
    for row in rows:
        if row.record is None:
            # Its days are over: what it carried is known from the mapping, and from below.
            mapping = FieldMapping.from_json(connection.mapping)
            values |= {each.target: True for each in mapping.rows if each.target not in values}
        else:
            kept = Record.from_json(row.record)
            values |= kept.values
            once |= set(kept.once)
    known = db.session.get(Confirmed, (connection.account_id, person_mark(person)))
    for target in known.values if known and not alone else ():
        if target != PERSON:
            values.setdefault(target, True)
    record = Record(person, rule, identity, rfc3339(now()), "", values, once=tuple(sorted(once)))
    held = [row.id for row in rows if row.id in in_hand]
    return Told(record, bool(held) or any(may_have_arrived(row) for row in rows), held)


def may_have_arrived(row: Delivery) -> bool:
    """The destination may have some of it."""
    tried = row.state == State.WAITING and row.attempts > 0
    return row.state == State.DELIVERED or row.outcome_unknown or tried


def take_out(account_id: int, rows: Sequence[Delivery], since: datetime | None = None) -> None:
    """Take what these deliveries said out of the requests that they travelled in. A request that
    was halved is named by no delivery: it is looked for among those that did not go smoothly while
    one of these waited, or from ``since`` on."""
    ids = {row.id for row in rows}
    # A delivery that was taken along to another account was tried with the one before.
    accounts = {account_id, *(row.account_id for row in rows)}
    accounts |= {each["account"] for row in rows for each in row.history if "account" in each}
    named = {row.exchange_id for row in rows}
    named |= {each.get("exchange") for row in rows for each in row.history}
    wanted = {each for each in named if each is not None}
    for begin, end in [(since, now())] if since else _waited(rows):
        rough = select(Exchange.id).where(
            Exchange.account_id.in_(accounts),
            Exchange.sent_at.between(begin, end),
            Exchange.delivered < Exchange.people,
        )
        wanted |= set(db.session.scalars(rough))
    _take_out(accounts, sorted(wanted), ids)


def _waited(rows: Sequence[Delivery]) -> list[tuple[datetime, datetime]]:
    """The times in which any of these waited, those that overlap as one."""
    found: list[tuple[datetime, datetime]] = []
    for begin, end in sorted((row.created_at, row.done_at or now()) for row in rows):
        if found and begin <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((begin, end))
    return found


_AT_ONCE = 50
"""Exchanges in memory at once."""


def _take_out(accounts: Collection[int], wanted: Sequence[int], ids: Collection[int]) -> None:
    for at in range(0, len(wanted), _AT_ONCE):
        query = select(Exchange).where(
            Exchange.id.in_(wanted[at : at + _AT_ONCE]), Exchange.account_id.in_(accounts)
        )
        for exchange in db.session.scalars(query).all():
            left = exchanges.without(exchange.content, ids)
            if left is None or (left != exchange.content and exchange.delivered < exchange.people):
                # An answer that refuses may say what it refuses.
                db.session.delete(exchange)
            elif left != exchange.content:
                exchange.content = left
        db.session.flush()


def _take_off(connection: Connection, ids: Sequence[int]) -> None:
    db.session.execute(
        delete(OutboxRow)
        .where(*in_line(connection), OutboxRow.delivery_id.in_(ids))
        .execution_options(synchronize_session=False)
    )


def wipe(ids: Collection[int]) -> None:
    """Of these rows what is counted stays: connection, card, state, reason and times. What still
    waited has ended."""
    mine = Delivery.id.in_(ids)
    ended = {"state": State.REJECTED, "reason": str(ERASED), "done_at": now()}
    empty = {
        "person": "",
        "record": null(),
        "words": ERASED,
        "history": [],
        "exchange_id": None,
        "request_id": "",
    }
    for where, values in (((mine, Delivery.state == State.WAITING), ended), ((mine,), empty)):
        db.session.execute(
            update(Delivery)
            .where(*where)
            .values(values)
            .execution_options(synchronize_session=False)
        )


def forget_confirmed(account_id: int, person: str) -> None:
    """Forget what a destination has confirmed. person: their mark."""
    db.session.execute(
        delete(Confirmed).where(Confirmed.account_id == account_id, Confirmed.person == person)
    )


def _forget_runs(connection_id: int, people: Collection[str]) -> None:
    for run in db.session.scalars(select(Run).where(Run.connection_id == connection_id)).all():
        if run.wanted.get("person") in people:
            run.wanted = {**run.wanted, "person": "erased"}
            if run.ended_at is None:
                run.state, run.ended_at = "stopped", now()


def send_last(
    connection: Connection, record: Record, submission: Submission | None = None
) -> tuple[int, Lane]:
    """Let a record wait that is the last word about its person, or about a submission. Returns its
    delivery's id, and the lane to wake."""
    delivery = Delivery(
        connection_id=connection.id,
        account_id=connection.account_id,
        card_id=submission.card_id if submission else "",
        submission_id=submission.id if submission else None,
        whole=True,
        created_at=now(),
    )
    db.session.add(delivery)
    lane = put_in_line(connection, delivery, replace(record, confirmed=False))
    return delivery.id, lane


def let_go(account_id: int, ids: Collection[int]) -> bool:
    """None of these is in a worker's hand any more. What a dead one held is taken from it, as the
    next drain of its lane would; in a transaction that holds the account still."""
    query = select(AccountLane).where(AccountLane.account_id == account_id)
    for lane in db.session.scalars(query).all():
        if not set(ids) & set(lane.claimed):
            continue
        lease = lanes.Lease(account_id, lane.lane, new_id(16))
        tally = lanes.take(lease)
        if tally is None:
            return False
        lanes.leave(lease, tally)
    return True


def of_submissions(ids: Sequence[int]) -> Iterable[tuple[int, int]]:
    """Connection and id of all deliveries of these submissions."""
    return _where(Delivery.submission_id.in_(ids))


def of_plays(ids: Sequence[int]) -> Iterable[tuple[int, int]]:
    """The same of plays that had no form."""
    return _where(Delivery.play_id.in_(ids), Delivery.submission_id.is_(None))


def of_activities(ids: Sequence[int]) -> Iterable[tuple[int, int]]:
    """The same of activities."""
    return _where(Delivery.activity_id.in_(ids))


def of_people(connection_id: int, people: Sequence[str]) -> Iterable[tuple[int, int]]:
    """The same of people by their keys, on one connection."""
    return _where(Delivery.connection_id == connection_id, Delivery.person.in_(people))


def _where(*conditions: Any) -> list[tuple[int, int]]:
    # Sorted here: for the order alone SQLite would walk through all deliveries of a connection.
    rows = db.session.execute(select(Delivery.connection_id, Delivery.id).where(*conditions))
    return sorted(((row[0], row[1]) for row in rows), key=lambda each: each[1])


def connections_of(workspace_id: int) -> Sequence[Connection]:
    """All connections that send with an account of a workspace."""
    query = select(Connection).join(Connection.account).order_by(Connection.id)
    return db.session.scalars(query.where(Account.workspace_id == workspace_id)).all()
