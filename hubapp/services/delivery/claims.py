"""What the holder of a lane has in hand: find the next deliveries, write what becomes of them. The
claim stands in the lane's row (``leasing``), so it is one write for any number of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import (
    and_,
    bindparam,
    false,
    func,
    literal_column,
    not_,
    or_,
    select,
    true,
    update,
)

from hubapp.core.confirming import Known, since
from hubapp.core.mapping import Record
from hubapp.extensions import db
from hubapp.models import Account, Confirmed, Connection, Delivery, OutboxRow
from hubapp.models.columns import among, now
from hubapp.models.outbox import ASIDE
from hubapp.services.delivery import late
from hubapp.services.delivery.lanes import Lease, dialect, note, of

MOST = 75
"""Rows in hand at once, unless the destination is quick: as many as one request may take."""


class Row(NamedTuple):
    """A claimed delivery, read out so that no transaction is needed while sending. priority: where
    it stands in line; attempts: this try included; place: where it belongs in the person's story;
    whole: leave nothing out as unchanged; unknown: an earlier try may have arrived; resend_events:
    as its connection says; confirmed: what the destination has of this person."""

    id: int
    priority: int
    record: Record
    attempts: int
    created_at: datetime
    place: int
    whole: bool
    unknown: bool
    resend_events: bool
    confirmed: Known


@cache
def _due(most: int, dialect_name: str) -> Any:
    """Made once for each number: to build it takes longer than to run it. The number is no
    parameter, for PostgreSQL plans for a tenth of the table when it does not know it."""
    row, earlier = OutboxRow.__table__, OutboxRow.__table__.alias("earlier")
    # Order holds per person: whoever has an older row backing off waits. A scalar subquery, for
    # PostgreSQL turns a NOT EXISTS into a join that reads the whole backlog.
    held_up = select(true()).where(
        earlier.c.account_id == row.c.account_id,
        earlier.c.person == row.c.person,
        earlier.c.delivery_id < row.c.delivery_id,
        earlier.c.priority <= row.c.priority,
        earlier.c.due_at.is_not(None),
        earlier.c.due_at > bindparam("moment"),
    )
    return (
        select(row.c.priority, row.c.delivery_id, row.c.person)
        .where(
            row.c.account_id == bindparam("of_account"),
            row.c.lane == bindparam("of_lane"),
            row.c.priority < literal_column(str(ASIDE)),
            not_(among(row.c.delivery_id, "in_hand", dialect_name)),
            or_(row.c.due_at.is_(None), row.c.due_at <= bindparam("moment")),
            not_(func.coalesce(held_up.limit(1).scalar_subquery(), false())),
        )
        .order_by(row.c.priority, row.c.delivery_id)
        .limit(literal_column(str(most)))
        .with_for_update(skip_locked=True)
        .cte("due")
        # Without it PostgreSQL may run the subquery again for each row and claim too many.
        .prefix_with("MATERIALIZED", dialect="postgresql")
    )


@cache
def _claim(most: int, dialect_name: str) -> Any:
    due, row, known = _due(most, dialect_name), Delivery.__table__.c, Confirmed.__table__.c
    connection, account = Connection.__table__.c, Account.__table__.c
    # Looked up for each row: as a join, PostgreSQL reads everybody who was ever confirmed.
    confirmed = (
        select(known["values"])
        .where(known.account_id == bindparam("of_account"), known.person == due.c.person)
        .scalar_subquery()
    )
    return (
        select(
            row.id,
            due.c.priority,
            row.record,
            row.attempts,
            row.created_at,
            row.place,
            row.whole,
            row.outcome_unknown,
            connection.only_changes,
            connection.resend_events,
            account.doubted_to,
            confirmed,
        )
        .select_from(due)
        .join(Delivery.__table__, row.id == due.c.delivery_id)
        # Of a paused one nothing goes, though not all may have been put aside yet; of one that has
        # another account by now nothing goes with this one.
        .join(
            Connection.__table__,
            and_(
                connection.id == row.connection_id,
                connection.state == "on",
                connection.moves_from.is_(None),
                connection.account_id == bindparam("of_account"),
            ),
        )
        .join(Account.__table__, account.id == bindparam("of_account"))
    )


def _row(
    id_: int,
    priority: int,
    record: Any,
    tries: int,
    made: datetime,
    place: int | None,
    whole: bool,
    unknown: bool,
    only_changes: bool,
    resend_events: bool,
    doubted_to: int,
    known: Known | None,
) -> Row:
    """Of the columns of ``_claim``."""
    return Row(
        id_,
        priority,
        Record.from_json(record),
        tries + 1,
        made,
        place or id_,
        whole or tries > 0 or not only_changes,
        unknown,
        resend_events,
        since(doubted_to, known or {}),
    )


def claim(
    lease: Lease, tally: dict[str, Any], left: Sequence[Row] = (), most: int = MOST
) -> list[Row]:
    """What is left in hand and what is due in the lane beside it, live before the rest and oldest
    first, up to ``most``; noted in the lane with its tally. In the caller's transaction, after
    ``leasing.take`` or ``leasing.check``."""
    rows = list(left)
    if len(rows) < most:
        in_hand = {"in_hand": [row.id for row in rows], "moment": now()}
        statement = _claim(most - len(rows), dialect())
        found = db.session.connection().execute(statement, of(lease) | in_hand)
        rows += _without_late_consents([(_row(*each), bool(each.whole)) for each in found])
    note(lease, tally, [row.id for row in rows])
    return sorted(rows, key=lambda row: (row.place, row.id))


def _without_late_consents(found: Sequence[tuple[Row, bool]]) -> list[Row]:
    """found: with whether somebody has had it sent again. One that was tried may have arrived with
    its consent, and goes again as it went."""
    late_ones = {
        row.id
        for row, asked_for in found
        if row.attempts == 1 and late.is_late(row.record, row.created_at, row.priority, asked_for)
    }
    if late_ones:
        late.keep_consents(late_ones)
    return [
        row._replace(record=row.record.without_once()) if row.id in late_ones else row
        for row, _ in found
    ]


@cache
def _writing(names: tuple[str, ...], dialect_name: str) -> Any:
    row = Delivery.__table__
    values: dict[str, Any] = {name: bindparam(f"new_{name}") for name in names}
    return (
        update(row)
        .where(among(row.c.id, "ids", dialect_name))
        .values(attempts=row.c.attempts + 1, **values)
    )


@cache
def _ending(dialect_name: str) -> Any:
    row = OutboxRow.__table__
    return row.delete().where(
        row.c.account_id == bindparam("of_account"),
        row.c.lane == bindparam("of_lane"),
        row.c.priority.in_((bindparam("of_priority"), bindparam("of_priority") + ASIDE)),
        among(row.c.delivery_id, "ids", dialect_name),
    )


def end(rows: Sequence[Row], values: dict[str, Any]) -> None:
    """Write these values into deliveries, which ``take_off`` takes off the outbox. In the caller's
    transaction, after ``leasing.check``."""
    if not rows:
        return
    given = {f"new_{name}": value for name, value in values.items()}
    ids = [row.id for row in rows]
    db.session.connection().execute(_writing(tuple(values), dialect()), {"ids": ids, **given})


def take_off(lease: Lease, rows: Sequence[Row]) -> None:
    """Take ended deliveries off the outbox, also when they were put aside meanwhile. In the
    transaction of ``leasing.check``."""
    for priority in {row.priority for row in rows}:
        ids = [row.id for row in rows if row.priority == priority]
        given = of(lease) | {"of_priority": priority, "ids": ids}
        db.session.connection().execute(_ending(dialect()), given)


def put_off(lease: Lease, row: Row, until: datetime) -> None:
    """Let a row, and the person's later ones, wait until then. In the caller's transaction."""
    db.session.execute(
        update(OutboxRow)
        .where(
            OutboxRow.account_id == lease.account_id,
            OutboxRow.lane == lease.lane,
            OutboxRow.priority.in_((row.priority, row.priority + ASIDE)),
            OutboxRow.delivery_id == row.id,
        )
        .values(due_at=until)
        .execution_options(synchronize_session=False)
    )
