"""New rows, each written at once by one statement that was made before. What the session would do
at its next flush costs several times as much, and visitors wait for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Insert, insert, inspect
from sqlalchemy.orm import Session, make_transient_to_detached
from sqlalchemy.orm.attributes import set_committed_value

from hubapp.extensions import db

_WRITTEN = "hubapp_written"


def write(row: Any) -> None:
    """Write a new object of a model and give it to the session, as if it had been read: its id is
    known, and what is changed of it later is written as ever. In the caller's transaction.

    Raises IntegrityError as a flush would: then the transaction is over. Raises ValueError for what
    the session has already.
    """
    if not inspect(row).transient:
        raise ValueError("only what is new is written, and once")
    table = row.__table__
    said = {column.key for column in table.columns if column.key in row.__dict__}
    given = {key: row.__dict__[key] for key in said}
    keys = db.session.connection().execute(_statement(table), given).one()
    for column, value in zip(table.primary_key.columns, keys, strict=True):
        setattr(row, column.key, value)
    make_transient_to_detached(row)
    for column in table.columns:
        if column.key not in row.__dict__ and not (column.default or column.server_default):
            # Nothing stands there: no need to ask.
            set_committed_value(row, column.key, None)
    db.session.add(row)
    db.session().info.setdefault(_WRITTEN, []).append(row)


def kept(session: Session) -> None:
    """What was written is committed."""
    session.info.pop(_WRITTEN, None)


def taken_back(session: Session) -> None:
    """What was written is not there any more, for its transaction was rolled back; the session does
    not know by itself that it was new."""
    for row in session.info.pop(_WRITTEN, ()):
        if row in session:
            session.expunge(row)


def write_all(model: Any, rows: Sequence[Mapping[str, Any]]) -> None:
    """Write rows that nobody looks at again in this transaction: column -> value, the same columns
    in each."""
    if rows:
        db.session.connection().execute(_plain(model.__table__), list(rows))


@cache
def _statement(table: Any) -> Insert:
    return insert(table).returning(*table.primary_key.columns)


@cache
def _plain(table: Any) -> Insert:
    return insert(table)
