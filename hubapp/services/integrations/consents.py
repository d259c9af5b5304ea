"""A consent leaves at most once: with its submission, or with the replay or backfill of that same
submission if it never got through. The person may have taken it back at the destination since."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, and_, cast, func, or_, select, true, update
from sqlalchemy.dialects.postgresql import JSONB

from hubapp.core.mapping import Record
from hubapp.core.retrying import State
from hubapp.destinations import destination_of
from hubapp.extensions import db
from hubapp.models import Account, AccountLane, Connection, Delivery, Submission
from hubapp.services.editing import snapshot_of_version
from hubapp.services.visiting import receipts_of


def once_only(connection: Connection, delivery: Delivery, record: Record) -> Record:
    """The record that a replay of this delivery may send: without its consents when they have left
    before, or when the delivery is no submission's own. The caller commits."""
    submission = (
        db.session.get(Submission, delivery.submission_id, with_for_update=True)
        if delivery.submission_id
        else None
    )
    if submission is not None and have_left(connection, submission):
        _note(submission, home_of(connection.account))
    elif submission is not None and not _in_line(connection, submission, delivery):
        return record
    return record.without_once()


def have_left(connection: Connection, submission: Submission) -> bool:
    """The consents of a submission have left, or may have, to where this connection sends."""
    if home_of(connection.account) in submission.consents_left:
        return True
    query = select(Delivery.record).where(
        Delivery.submission_id == submission.id,
        Delivery.connection_id == connection.id,
        _may_have_arrived(),
    )
    # What was wiped, or made by an earlier release, may have carried one.
    return any(record is None or record.get("once", True) for record in db.session.scalars(query))


def _in_line(connection: Connection, submission: Submission, delivery: Delivery) -> bool:
    """Another delivery of the same submission waits with its consents."""
    query = select(Delivery.record).where(
        Delivery.submission_id == submission.id,
        Delivery.connection_id == connection.id,
        Delivery.id != delivery.id,
        Delivery.state == State.WAITING,
    )
    return any(record and record.get("once", True) for record in db.session.scalars(query))


def marked(connection: Connection, record: Record) -> Record:
    """A kept record with its consents marked, whichever release made it."""
    destination = destination_of(connection.kind)
    targets = destination.targets() if destination else []
    once = {*record.once, *(target.key for target in targets if target.once)}
    live = connection.hub.live_version_id
    receipts = receipts_of(snapshot_of_version(live)) if live else frozenset()
    once |= {
        row["target"] for row in connection.mapping.get("rows", ()) if row["source"] in receipts
    }
    return replace(record, once=tuple(target for target in record.values if target in once))


def note_all(connection: Connection, ids: Sequence[int] | None = None, home: str = "") -> None:
    """Before deliveries are forgotten, these or all: note whose consents have left, or may have.
    home: where they were sent, if the connection sends elsewhere by now, see ``home_of``. The
    caller commits."""
    claimed = select(AccountLane.claimed).where(AccountLane.account_id.in_(connection.account_ids))
    in_hand = [each for ids in db.session.scalars(claimed) for each in ids]
    left = select(Delivery.submission_id).where(
        Delivery.connection_id == connection.id,
        Delivery.submission_id.is_not(None),
        true() if ids is None else Delivery.id.in_(ids),
        or_(_may_have_arrived(), Delivery.id.in_(in_hand)),
        # One that carried none took none along; what was wiped may have.
        func.coalesce(Delivery.record["once"].as_string(), "") != "[]",
    )
    db.session.execute(
        update(Submission)
        .where(Submission.id.in_(left))
        .values(consents_left=_with_one_more(home or home_of(connection.account)))
        .execution_options(synchronize_session=False)
    )


def _may_have_arrived() -> ColumnElement[bool]:
    tried = and_(Delivery.state == State.WAITING, Delivery.attempts > 0)
    return or_(Delivery.state == State.DELIVERED, Delivery.outcome_unknown, tried)


def home_of(account: Account) -> str:
    """Where consents have left to."""
    destination = destination_of(account.kind)
    return f"{account.kind} {destination.home(account.settings) if destination else ''}"


def _note(submission: Submission, home: str) -> None:
    if home not in submission.consents_left:
        submission.consents_left = [*submission.consents_left, home]


def _with_one_more(home: str) -> ColumnElement[Any]:
    column: Any = Submission.consents_left
    if db.engine.dialect.name == "postgresql":
        return column.op("||")(cast([home], JSONB))  # type: ignore[no-any-return]
    return func.json_insert(column, "$[#]", home)
