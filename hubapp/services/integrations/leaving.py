"""Disconnecting: the key is forgotten at once, the list of deliveries in chunks, so that nobody
waits however long it is."""

from __future__ import annotations

from typing import Any

from sqlalchemy import delete, exists, func, or_, select, tuple_, update

from hubapp.doors.database import transaction
from hubapp.extensions import db
from hubapp.models import (
    Account,
    AccountLane,
    Confirmed,
    Connection,
    Delivery,
    Exchange,
    Hub,
    OutboxRow,
    Run,
)
from hubapp.models.columns import now
from hubapp.services import audit, delivery, editing
from hubapp.services.integrations import consents
from hubapp.services.integrations.accounts import account_of, hubs_with, name_of_account
from hubapp.services.integrations.connections import existing, told_of
from hubapp.services.integrations.drafting import key_of_draft

KIND = "disconnect"
"""Of the run that deletes."""
CHUNK = 500
"""Rows that are deleted in one transaction."""


def disconnect(hub: Hub, kind: str) -> bool:
    """Forget the connection, its mapping with the draft, its list of deliveries, and the key unless
    another hub uses it (True).
    Two transactions: the first stops it and forgets the key; the second deletes a first chunk,
    which is all of a small one. The sweep goes on with the rest."""
    count = select(func.count()).where(Delivery.connection_id == existing(hub, kind).id)
    total = int(db.session.scalar(count) or 0)
    with transaction() as session:
        editing.locked(hub.id)
        connection = existing(hub, kind)
        audit.note(hub.workspace_id, audit.Act.DISCONNECTED, told_of(connection))
        # Or a new connection would begin with what was once typed for this one.
        editing.forget(hub.id, key_of_draft(kind))
        run = _stop(connection, total)
        session.add(run)
        session.flush()
        run_id, stays = run.id, bool(connection.account.secret)
    with transaction() as session:
        # A sweep may have been quicker.
        lock = select(Run).where(Run.id == run_id).with_for_update(skip_locked=True)
        begun = session.scalars(lock).one_or_none()
        if begun is not None:
            step(session.get_one(Connection, begun.connection_id), begun)
    return stays


def _stop(connection: Connection, total: int) -> Run:
    """Its runs first, which take lanes. Then the lanes, as a drain does: the other way round each
    would wait for the other. Then the account, so that no lane is made meanwhile, and the
    connection, as a replay does before it takes a submission."""
    going = Run.connection_id == connection.id, Run.ended_at.is_(None)
    db.session.execute(select(Run.id).where(*going).order_by(Run.id).with_for_update()).all()
    account = connection.account
    lanes = select(AccountLane.lane).where(AccountLane.account_id.in_(connection.account_ids))
    in_order = lanes.order_by(AccountLane.account_id, AccountLane.lane)
    db.session.execute(in_order.with_for_update()).all()
    for table, id_ in ((Account, account.id), (Connection, connection.id)):
        db.session.execute(select(table.id).where(table.id == id_).with_for_update()).all()
    connection.state = "leaving"
    if not _shared(connection, leaving=False):
        account.secret, account.secret_hint = b"", ""
    db.session.execute(update(Run).where(*going).values(state="stopped", ended_at=now()))
    return Run(connection_id=connection.id, kind=KIND, state="running", until=0, total=total)


def _shared(connection: Connection, leaving: bool = True) -> bool:
    """Another connection sends with the same account, or moves away from it. leaving: or did, and
    is not gone yet."""
    account_id = connection.account_id
    uses = or_(Connection.account_id == account_id, Connection.moves_from == account_id)
    others = exists().where(uses, Connection.id != connection.id)
    if not leaving:
        others = others.where(Connection.state != "leaving")
    return bool(db.session.scalar(select(others)))


def step(connection: Connection, run: Run) -> bool:
    """Delete one chunk; in the end the connection itself, with the run. The caller commits. True:
    there is more."""
    if _delete_deliveries(connection, run):
        return True
    account_id = connection.account_id
    # Whoever connects another hub to it waits, and then finds it gone; or we find that hub.
    db.session.execute(select(Account.id).where(Account.id == account_id).with_for_update())
    shared = _shared(connection)
    if not shared and (_delete_some(Exchange, account_id) or _delete_some(Confirmed, account_id)):
        return True
    db.session.delete(connection)
    db.session.flush()
    if not shared:
        db.session.execute(delete(Account).where(Account.id == account_id))
    return False


def _delete_deliveries(connection: Connection, run: Run) -> bool:
    """True: there may be more."""
    mine = select(Delivery.id).where(Delivery.connection_id == connection.id)
    ids = db.session.scalars(mine.order_by(Delivery.id).limit(CHUNK)).all()
    if not ids:
        return False
    consents.note_all(connection, ids)
    db.session.execute(
        delete(OutboxRow)
        .where(*delivery.in_line(connection), OutboxRow.delivery_id.in_(ids))
        .execution_options(synchronize_session=False)
    )
    db.session.execute(
        delete(Delivery).where(Delivery.id.in_(ids)).execution_options(synchronize_session=False)
    )
    run.done += len(ids)
    return len(ids) == CHUNK


def _delete_some(table: type[Exchange | Confirmed], account_id: int) -> bool:
    """Delete a chunk of an account's rows. True: there may be more."""
    key: Any = tuple_(*table.__table__.primary_key.columns)
    some = select(*table.__table__.primary_key.columns).where(table.account_id == account_id)
    gone = db.session.execute(
        delete(table).where(key.in_(some.limit(CHUNK))).execution_options(synchronize_session=False)
    )
    return int(gone.rowcount) == CHUNK  # type: ignore[attr-defined]


def remove_account(workspace_id: int, account_id: int) -> None:
    """Disconnect every hub that uses it; the account goes with the last, or by the sweep if no hub
    uses it. Raises NotFoundHere."""
    hubs = hubs_with(account_of(workspace_id, account_id))
    for hub, connection in hubs:
        disconnect(hub, connection.kind)
    if not hubs:
        with transaction() as session:
            account = session.get_one(Account, account_id, with_for_update={"key_share": True})
            if not hubs_with(account):
                audit.note(workspace_id, audit.Act.ACCOUNT_REMOVED, str(name_of_account(account)))
                account.secret, account.secret_hint = b"", ""


def clear_accounts() -> None:
    """Delete what stands with accounts whose key is forgotten and that no connection knows, and
    then them: a chunk of each, in a transaction of its own."""
    known = exists().where(
        or_(Connection.account_id == Account.id, Connection.moves_from == Account.id)
    )
    for account_id in db.session.scalars(select(Account.id).where(Account.secret == b"", ~known)):
        with transaction() as session:
            some = _delete_some(Exchange, account_id) or _delete_some(Confirmed, account_id)
            if not some:
                session.execute(delete(Account).where(Account.id == account_id))
