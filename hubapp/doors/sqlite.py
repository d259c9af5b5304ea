"""How SQLite is opened, and how its transactions begin. Imported by ``database`` alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, event
from sqlalchemy.exc import OperationalError

from hubapp.doors.write_guard import MAY_WRITE
from hubapp.doors.write_lock import Turn, WriteLock

_TURN = "hubapp_turn"


class Busy(OperationalError):
    """Nobody let us write for as long as we had patience. The edge answers as it does when the
    database is away."""

    def __init__(self, cause: OSError) -> None:
        super().__init__(None, None, cause)


class Writers:
    """Whose turn it is to write. lock: None leaves the waiting to SQLite, and PostgreSQL needs
    none."""

    def __init__(self) -> None:
        self.lock: WriteLock | None = None

    def queue(self, engine: Engine) -> None:
        """Let writers queue. A database in memory has one connection anyway."""
        file = engine.url.database or ":memory:"
        if engine.dialect.name == "sqlite" and ":memory:" not in file:
            self.lock = WriteLock(Path(file).resolve())

    def take(self) -> Turn | None:
        """Our turn to write, as soon as it comes. Raises Busy."""
        try:
            return self.lock.take() if self.lock else None
        except OSError as error:
            raise Busy(error) from None

    def begin(self, connection: Connection) -> None:
        """A transaction begins. Whoever may write takes SQLite's lock at once: a transaction that
        read first and then wants to write is refused when another wrote meanwhile."""
        writes = connection.get_execution_options().get(MAY_WRITE)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def listen(engine: Engine, writers: Writers) -> None:
    """Open every connection of this engine our way."""
    event.listen(engine, "connect", _tune)
    event.listen(engine, "begin", writers.begin)
    event.listen(engine, "checkin", _end_turn)


def _tune(connection: Any, _record: Any) -> None:
    # WAL lets visitors read while one writes; the driver must not open transactions by itself,
    # or our BEGIN would come too late.
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.execute("PRAGMA busy_timeout=10000")
    # What is deleted is overwritten: who was erased is in no free page.
    cursor.execute("PRAGMA secure_delete=ON")
    # 16 MB: what a drain touches again and again stays in memory.
    cursor.execute("PRAGMA cache_size=-16384")
    # 64 MB of log before it is copied back: a page that many deliveries touch is copied once.
    cursor.execute("PRAGMA wal_autocheckpoint=16000")
    cursor.close()


def give(connection: Connection, turn: Turn | None) -> None:
    """The turn ends when the connection goes back to the pool, whoever lost it."""
    info = connection.connection.record_info
    if turn is not None and info is not None:
        info[_TURN] = turn


def _end_turn(_connection: Any, record: Any) -> None:
    turn = record.record_info.pop(_TURN, None)
    if turn is not None:
        turn.end()
