"""How connections are opened and transactions begin."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, nullcontext

import pytest
from flask import Flask
from sqlalchemy import event, text
from sqlalchemy.exc import OperationalError

from hubapp.doors import database
from hubapp.extensions import db


@pytest.fixture
def file(tmp_path):
    return tmp_path / "own.db"


@pytest.fixture
def own_app(file):
    """An app with a database that only it uses."""
    app = Flask("doors")
    app.config["SQLALCHEMY_DATABASE_URI"] = f"sqlite:///{file}"
    database.init_app(app)
    with app.app_context():
        yield app
        db.engine.dispose()


@contextmanager
def transaction(app: Flask, method: str | None) -> Iterator[None]:
    """A transaction of a request by this method, or of no request."""
    around = app.test_request_context(method=method) if method else nullcontext()
    with around, db.engine.begin() as connection:
        connection.execute(text("select 1"))
        yield


def breaks_off_halfway() -> None:
    with db.engine.begin() as connection:
        connection.execute(text("insert into told values ('half')"))
        connection.execute(text("insert into nowhere values ('half')"))


def is_locked(file) -> bool:
    """Whether somebody holds the lock of those who write."""
    other = sqlite3.connect(file, timeout=0, isolation_level=None)
    try:
        other.execute("begin immediate")
    except sqlite3.OperationalError:
        return True
    finally:
        other.close()
    return False


@pytest.mark.parametrize(
    ("pragma", "value"),
    [
        ("journal_mode", "wal"),
        ("synchronous", 2),
        ("foreign_keys", 1),
        ("busy_timeout", 10000),
        ("cache_size", -16384),
        ("wal_autocheckpoint", 16000),
    ],
)
def test_each_sqlite_connection_is_tuned(own_app, pragma, value):
    with db.engine.connect() as connection:
        assert connection.execute(text(f"pragma {pragma}")).scalar() == value


@pytest.mark.parametrize(
    ("method", "locks"),
    [("GET", False), ("HEAD", False), ("POST", True), ("DELETE", True), (None, True)],
    ids=["get", "head", "post", "delete", "no request"],
)
def test_whoever_may_write_takes_the_lock_at_once(own_app, file, method, locks):
    with transaction(own_app, method):
        assert is_locked(file) is locks
    assert not is_locked(file)


def test_readers_go_on_while_one_writes(own_app, file):
    with db.engine.begin() as connection:
        connection.execute(text("create table told (what text)"))
    with transaction(own_app, None):
        with closing(sqlite3.connect(file, timeout=0)) as reader:
            assert reader.execute("select count(*) from told").fetchone() == (0,)


def test_what_was_begun_and_broke_leaves_nothing(own_app, file):
    with db.engine.begin() as connection:
        connection.execute(text("create table told (what text)"))
    with pytest.raises(OperationalError):
        breaks_off_halfway()
    with closing(sqlite3.connect(file)) as reader:
        assert reader.execute("select count(*) from told").fetchone() == (0,)


def test_postgresql_is_left_as_its_operator_set_it():
    app = Flask("doors")
    app.config["SQLALCHEMY_DATABASE_URI"] = "postgresql+psycopg://nobody@127.0.0.1:1/nothing"
    database.init_app(app)
    with app.app_context():
        assert not event.contains(db.engine, "connect", database._tune_sqlite)
        assert not event.contains(db.engine, "begin", database._begin)
