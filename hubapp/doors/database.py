"""The door to the database: how connections are opened, and the one way to write.

``transaction()`` alone takes the right to write; everything else reads. On SQLite writers queue for
it (``write_lock``); PostgreSQL locks rows, so there they need not."""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager

from flask import Flask, current_app
from sqlalchemy import Connection, event
from sqlalchemy.orm import Session

from hubapp.doors import rows, sqlite
from hubapp.doors.background import Left
from hubapp.doors.sqlite import Busy, Writers
from hubapp.doors.write_guard import MAY_WRITE, WriteOutside, refuse_writing
from hubapp.extensions import db

__all__ = ["Busy", "EndedInside", "Misplaced", "WriteOutside"]
_WRITERS = "database_writers"


class Misplaced(RuntimeError):
    """A transaction inside of another, or something for after a commit that nobody will make."""


class EndedInside(RuntimeError):
    """A piece of a use case has ended its caller's transaction."""


class _Here(threading.local):
    left: Left | None = None


_here = _Here()


def init_app(app: Flask) -> None:
    """Open the door for an app: only ``transaction()`` may write, and on SQLite writers queue. Its
    config: ``DATABASE_INLINE``, for tests, what goes to the background is done first."""
    db.init_app(app)
    app.config.setdefault("DATABASE_INLINE", False)
    writers = app.extensions[_WRITERS] = Writers()
    with app.app_context():
        if db.engine.dialect.name == "sqlite":
            sqlite.listen(db.engine, writers)
        event.listen(db.engine, "before_cursor_execute", refuse_writing)
        writers.queue(db.engine)


def writers_of(app: Flask) -> Writers:
    """Who may write to this app's database."""
    found: Writers = app.extensions[_WRITERS]
    return found


@contextmanager
def transaction() -> Iterator[Session]:
    """One use case: begins, commits at its end or rolls back on an exception, and then does what
    was left for after the commit. What the session has read before is refreshed when it is used
    again, for others may have written since.

    Raises Misplaced inside of another, WriteOutside when something was changed before it, and Busy
    when nobody lets us write for 10 s.
    """
    end_reading()
    with _writing(db.session()) as session:
        yield session


def end_reading() -> None:
    """No transaction is open from here on, as before a request to somebody else. Raises Misplaced
    inside of one that writes, and WriteOutside when something was changed without one."""
    _refuse_inside()
    session = db.session()
    try:
        # Had anything been changed, the guard would refuse to write it; a rollback forgets it.
        session.commit()
    except BaseException:
        session.rollback()
        raise


@contextmanager
def transaction_of_library() -> Iterator[Session]:
    """For a library that changes rows first and asks for a commit later (flask-security): what it
    has changed is kept, and is written in here."""
    _refuse_inside()
    session = db.session()
    if (reading := session.get_transaction()) is not None:
        # Unlike a rollback, it leaves what was changed as it is.
        reading.close()
    with _writing(session):
        yield session


@contextmanager
def connection_of_library() -> Iterator[Connection]:
    """A connection that may write, for whoever brings statements of its own and ends its
    transactions itself (migrations, tests that empty the tables). Others wait until it is closed.
    """
    _refuse_inside()
    turn = writers_of(current_app).take()
    try:
        with db.engine.connect().execution_options(**{MAY_WRITE: True}) as connection:
            sqlite.give(connection, turn)
            yield connection
    finally:
        if turn is not None:
            turn.end()


def after_commit(call: Callable[[], object]) -> None:
    """Do this in the caller's thread once the transaction is committed; never, if it is not. An
    error in it is logged: what was committed stays."""
    _left().calls.append(call)


def after_commit_in_background(function: Callable[..., object], *given: Hashable) -> None:
    """Do this soon after the commit in a thread of its own, the same once however often it was
    asked for. Best effort: an error is logged, and the end of the process waits 2 s for it."""
    _left().works[function, given] = None


def _left() -> Left:
    if _here.left is None:
        raise Misplaced("Outside of a transaction there is no commit to wait for.")
    return _here.left


def _refuse_inside() -> None:
    if _here.left is not None:
        raise Misplaced("A transaction is open here already: use cases call pieces, not others.")


@contextmanager
def _writing(session: Session) -> Iterator[Session]:
    turn = writers_of(current_app).take()
    left = _here.left = Left()
    connection = None
    try:
        connection = session.connection(execution_options={MAY_WRITE: True})
        sqlite.give(connection, turn)
        begun = session.get_transaction()
        yield session
        if session.get_transaction() is not begun:
            raise EndedInside("Pieces of a use case neither commit nor roll back; use a savepoint.")
        session.commit()
        rows.kept(session)
    except BaseException:
        session.rollback()
        rows.taken_back(session)
        raise
    finally:
        _here.left = None
        if connection is not None and not connection.closed:
            # A session that was lent its connection (tests) does not give it back.
            connection.execution_options(**{MAY_WRITE: False})
        if turn is not None:
            turn.end()
    left.do(inline=current_app.config["DATABASE_INLINE"])
