"""The door to the database: how connections are opened and transactions begin."""

from __future__ import annotations

from flask import Flask, has_request_context, request
from sqlalchemy import event

from hubapp.extensions import db


def init_app(app: Flask) -> None:
    """Open the door for an app."""
    db.init_app(app)
    with app.app_context():
        if db.engine.dialect.name == "sqlite":
            event.listen(db.engine, "connect", _tune_sqlite)
            event.listen(db.engine, "begin", _begin)


def _tune_sqlite(connection, _record) -> None:  # type: ignore[no-untyped-def]
    # WAL lets visitors read while one writes; the driver must not open transactions by itself,
    # or our BEGIN below would come too late.
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.execute("PRAGMA busy_timeout=10000")
    # 16 MB: what a drain touches again and again stays in memory.
    cursor.execute("PRAGMA cache_size=-16384")
    # 64 MB of log before it is copied back: a page that many deliveries touch is copied once.
    cursor.execute("PRAGMA wal_autocheckpoint=16000")
    cursor.close()


def _begin(connection) -> None:  # type: ignore[no-untyped-def]
    # Whoever may write takes the lock at once: a transaction that read first and then wants to
    # write is refused by SQLite when another wrote meanwhile.
    reading = has_request_context() and request.method in ("GET", "HEAD")
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")
