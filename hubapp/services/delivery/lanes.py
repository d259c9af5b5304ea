"""Whose turn it is: the lease of a lane. It ends by itself when its holder dies, and every later
write asks first whether it still holds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import Any, NamedTuple

from flask import current_app
from sqlalchemy import ColumnElement, bindparam, exists, or_, select, text, true, update
from sqlalchemy.exc import IntegrityError

from hubapp.core.words import Words
from hubapp.extensions import db
from hubapp.models import Account, AccountLane, Connection, Delivery
from hubapp.models.columns import now
from hubapp.services.delivery import confirmed

HISTORY = 30
"""Tries of a delivery that are kept."""
WORKER_DIED = Words("A worker stopped while this was on its way. It may have arrived.")
_SLACK = 8.0
"""Seconds to connect and to write, beside the wait for an answer."""
_IN_ORDER = text(
    "set local enable_seqscan = off; set local enable_bitmapscan = off; set local enable_sort = off"
)


class Lease(NamedTuple):
    """The right to drain a lane, as long as ``token`` stands there."""

    account_id: int
    lane: int
    token: str


def dialect() -> str:
    """``postgresql`` or ``sqlite``."""
    return db.engine.dialect.name


def lease_time() -> timedelta:
    """How long a lease holds; never shorter than one request may take, or deliveries would be
    taken over while they travel."""
    settings = current_app.extensions["settings"]
    return timedelta(seconds=max(settings.lease_seconds, settings.send_timeout_seconds + _SLACK))


def _until() -> datetime:
    return now() + lease_time()


def is_free(moment: datetime) -> Any:
    """Nobody holds the lane."""
    return or_(
        AccountLane.leased_until.is_(None),
        AccountLane.leased_until < moment,
        # No lease reaches so far: the clock was set back meanwhile.
        AccountLane.leased_until > moment + 2 * lease_time(),
    )


def take(lease: Lease) -> dict[str, Any] | None:
    """Take the lane and return its tally, in the caller's transaction. What a dead holder had in
    hand is marked. None: another holds it, or the account is gone."""
    mine = (
        AccountLane.account_id == lease.account_id,
        AccountLane.lane == lease.lane,
    )
    found = db.session.execute(
        update(AccountLane)
        .where(*mine, is_free(now()))
        .values(token=lease.token, leased_until=_until())
        .returning(AccountLane.tally, AccountLane.claimed)
        .execution_options(synchronize_session=False)
    ).one_or_none()
    if found is None:
        return _first_lease(lease, mine)
    tally = dict(found.tally)
    if found.claimed:
        _mark_lost(lease.account_id, found.claimed)
        tally["unknown"] = tally.get("unknown", 0) + len(found.claimed)
    return tally


def _first_lease(lease: Lease, mine: Any) -> dict[str, Any] | None:
    if db.session.scalar(select(true()).where(exists().where(*mine))):
        return None
    lane = AccountLane(
        account_id=lease.account_id,
        lane=lease.lane,
        token=lease.token,
        leased_until=_until(),
    )
    try:
        # A savepoint, for the caller's transaction goes on.
        with db.session.begin_nested():
            db.session.add(lane)
    except IntegrityError:
        # Another made the lane first, or the account is gone.
        return None
    return {}


def _mark_lost(account_id: int, ids: Iterable[int]) -> None:
    lost = {
        "at": now().isoformat(timespec="milliseconds"),
        "verdict": "retry",
        "words": WORKER_DIED.to_json(),
        "unknown": True,
    }
    rows = db.session.scalars(select(Delivery).where(Delivery.id.in_(list(ids)))).all()
    for row in rows:
        row.outcome_unknown, row.attempts = True, row.attempts + 1
        row.words, row.history = WORKER_DIED, [*row.history, lost][-HISTORY:]
    db.session.flush()
    confirmed.doubt(
        account_id, [(row.person, (row.record or {}).get("values", ())) for row in rows]
    )


def _is_held(lane: Any) -> tuple[ColumnElement[bool], ...]:
    """The lane's row still carries the holder's token; parameters: see ``of``."""
    return (
        lane.c.account_id == bindparam("of_account"),
        lane.c.lane == bindparam("of_lane"),
        lane.c.token == bindparam("held"),
    )


@cache
def _check() -> Any:
    lane, account, connection = (
        AccountLane.__table__,
        Account.__table__.c,
        Connection.__table__.c,
    )
    somebody_sends = exists().where(connection.account_id == account.id, connection.state == "on")
    may_send = exists().where(
        account.id == lane.c.account_id,
        account.state == "on",
        or_(account.throttled_until.is_(None), account.throttled_until <= bindparam("moment")),
        somebody_sends,
    )
    return select(may_send).where(*_is_held(lane)).with_for_update(of=lane)


def check(lease: Lease) -> bool | None:
    """Ask, before anything is written, whether the lane is still ours, and keep it so until the
    caller's transaction ends. None: another has it. Otherwise: may the account go on sending?
    """
    if dialect() == "postgresql":
        # Everything that follows is found by an index in its order. A plan that was made for few
        # rows would read and sort the whole backlog for each claim.
        db.session.connection().execute(_IN_ORDER)
    found = db.session.connection().execute(_check(), of(lease) | {"moment": now()}).scalar()
    return None if found is None else bool(found)


def of(lease: Lease) -> dict[str, Any]:
    """The parameters that name the lane and its holder in a statement."""
    return {"of_account": lease.account_id, "of_lane": lease.lane, "held": lease.token}


@cache
def _noting() -> Any:
    lane = AccountLane.__table__
    return (
        update(lane)
        .where(*_is_held(lane))
        .values(
            leased_until=bindparam("until"),
            token=bindparam("new_token"),
            claimed=bindparam("new_claimed"),
            tally=bindparam("new_tally"),
        )
    )


def note(lease: Lease, tally: dict[str, Any], ids: Sequence[int]) -> None:
    """Note what the holder has in hand, and the counters of the lane; with nothing in hand the lane
    is free. In the caller's transaction, after ``take`` or ``check``."""
    values = {
        "until": _until() if ids else None,
        "new_token": lease.token if ids else "",
        "new_claimed": ids,
        "new_tally": tally,
    }
    db.session.connection().execute(_noting(), of(lease) | values)


def leave(lease: Lease, tally: dict[str, Any]) -> None:
    """Free the lane; what was in hand waits again, as if never claimed. In the caller's
    transaction."""
    note(lease, tally, ())
