"""A run that takes what waits of a connection along to the account that it has now, in chunks: what
workers have in hand ends first, then what is known of people is joined, then what waits moves, and
then it goes out again, in order. Pieces, which join the transaction of a step."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import exists, or_, select, update

from hubapp.core.words import Words
from hubapp.extensions import db
from hubapp.models import Account, Connection, Delivery, ErasureStep, Run
from hubapp.models.columns import now
from hubapp.models.run import MOVE
from hubapp.services import delivery
from hubapp.services.integrations import consents
from hubapp.services.integrations.newest import newest

CHUNK = 500
"""Rows in one transaction."""
_WAIT = timedelta(seconds=3)
"""So long the account that others are joined to sends nothing, unless a step says so again."""


def begin(connection: Connection, into: Account, joins: bool, note: Words, total: int) -> Run:
    """Let a connection that is held still send with another account. joins: both have one key, and
    this is one of all hubs of the other; note: what the list says at each that is taken along;
    total: how many those are, as counted before."""
    before = connection.account
    home = consents.home_of(before)
    wanted: dict[str, Any] = {"from": before.id, "joins": joins, "note": note.to_json()}
    wanted["home"] = "" if home == consents.home_of(into) else home
    connection.moves_from, connection.account = before.id, into
    db.session.flush()
    run = Run(
        connection_id=connection.id,
        kind=MOVE,
        state="running",
        wanted=wanted,
        until=newest(Delivery),
        total=total,
    )
    db.session.add(run)
    db.session.flush()
    return run


def hold(connection_id: int, *account_ids: int) -> Connection | None:
    """Nobody else writes of these accounts until the caller's transaction ends, and nobody who has
    read with which of them the connection sends is still about to write so. None: it is gone."""
    delivery.hold_account(*account_ids)
    lock = select(Connection).where(Connection.id == connection_id).with_for_update()
    return db.session.scalars(lock.execution_options(populate_existing=True)).one_or_none()


def step(connection: Connection, run: Run) -> bool:
    """Take it one chunk further. The caller commits. True: there is more."""
    before = int(run.wanted["from"])
    delivery.hold_account(before, connection.account_id)
    db.session.refresh(connection)
    if connection.state == "leaving":
        # Its deliveries go, wherever they stand.
        return False
    if connection.moves_from is None:
        return _clear(run, before, connection.account_id)
    joins = bool(run.wanted["joins"])
    if joins:
        _pause(connection.account)
    if delivery.in_hand(connection, all_of_it=joins):
        return False
    if joins and delivery.join_confirmed(before, connection.account_id, CHUNK):
        return True
    if run.wanted["home"] and _note_consents(connection, run):
        return True
    note = Words.from_json(run.wanted["note"])
    moved = delivery.take_along(connection, note, not run.wanted["home"], CHUNK)
    run.done += moved
    return bool(moved) or _let_go(connection.id, run)


def _pause(account: Account) -> None:
    """Of what both have of one person, the one is not sent while a worker has the other in hand."""
    until = now() + _WAIT
    if account.throttled_until is None or account.throttled_until < until:
        account.throttled_until = until


def _note_consents(connection: Connection, run: Run) -> bool:
    """Those that left with the account of before have left to there. True: there is more."""
    mine = Delivery.connection_id == connection.id, Delivery.id > run.cursor
    query = select(Delivery.id).where(*mine, Delivery.id <= run.until).order_by(Delivery.id)
    ids = db.session.scalars(query.limit(CHUNK)).all()
    if ids:
        consents.note_all(connection, ids, run.wanted["home"])
        run.cursor = ids[-1]
    return len(ids) == CHUNK


def _let_go(connection_id: int, run: Run) -> bool:
    """All is with the new account: it goes out. True: what the other leaves behind is to clear."""
    connection = hold(connection_id)
    if connection is None:
        return False
    connection.moves_from = None
    db.session.flush()
    delivery.move(connection)
    account = connection.account
    waits = account.throttled_until
    if run.wanted["joins"] and waits is not None and waits <= now() + _WAIT:
        account.throttled_until = None
    delivery.wake_after_commit((account.id, lane) for lane in range(account.lanes))
    if run.wanted["joins"]:
        return True
    run.state, run.ended_at = "done", now()
    return False


def _clear(run: Run, before: int, into: int) -> bool:
    """What else stands with the account that was joined; its key is forgotten with the last of its
    hubs. True: there is more."""
    account = db.session.get(Account, before)
    uses = or_(Connection.account_id == before, Connection.moves_from == before)
    used = exists().where(uses, Connection.state != "leaving")
    if account is not None and not db.session.scalar(select(used)):
        if delivery.join_exchanges(before, into, CHUNK):
            return True
        if not delivery.join_tallies(before, into):
            return False
        steps = update(ErasureStep).where(ErasureStep.account_id == before)
        db.session.execute(
            steps.values(account_id=into).execution_options(synchronize_session=False)
        )
        account.secret, account.secret_hint = b"", ""
    run.state, run.ended_at = "done", now()
    return False
