"""How SQLite's connections are opened, how its transactions begin, and who waits for whom."""

from __future__ import annotations

import gc
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, nullcontext

import pytest
from flask import Flask
from sqlalchemy import event, text
from sqlalchemy.exc import OperationalError

from hubapp.doors import database, sqlite
from hubapp.doors.database import (
    Busy,
    connection_of_library,
    end_reading,
    transaction,
    writers_of,
)
from hubapp.extensions import db
from hubapp.services.visiting import stamps
from tests.doors.one_table import app_at, elsewhere, names, rename
from tests.support.application import make_hub, stamp_in


@pytest.fixture
def file(tmp_path):
    return tmp_path / "own.db"


@pytest.fixture
def own_app(file):
    """An app with a database that only it uses, and today's ways of writing to it."""
    app = Flask("doors")
    app.config["SQLALCHEMY_DATABASE_URI"] = f"sqlite:///{file}"
    database.init_app(app)
    with app.app_context():
        yield app
        db.engine.dispose()


@contextmanager
def begun(app: Flask, method: str | None) -> Iterator[None]:
    """A transaction of a request by this method, or of no request."""
    around = app.test_request_context(method=method) if method else nullcontext()
    with around, db.engine.begin() as connection:
        connection.execute(text("select 1"))
        yield


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


def test_readers_go_on_while_one_writes(sqlite_door, tmp_path):
    with transaction() as session:
        session.execute(text("create table told (what text)"))
    with transaction() as session:
        session.execute(text("insert into told values ('half')"))
        with closing(sqlite3.connect(tmp_path / "door.db", timeout=0)) as reader:
            assert reader.execute("select count(*) from told").fetchone() == (0,)


def test_postgresql_is_left_as_its_operator_set_it():
    app = Flask("doors")
    app.config["SQLALCHEMY_DATABASE_URI"] = "postgresql+psycopg://nobody@127.0.0.1:1/nothing"
    database.init_app(app)
    with app.app_context():
        assert not event.contains(db.engine, "connect", sqlite._tune)
        assert not event.contains(db.engine, "begin", writers_of(app).begin)


def test_whatever_the_request_only_a_transaction_takes_the_lock(sqlite_door, tmp_path):
    for method in ("GET", "POST", None):
        with begun(sqlite_door, method):
            assert not is_locked(tmp_path / "door.db")
    with transaction():
        assert is_locked(tmp_path / "door.db")


def test_who_is_not_let_in_gets_an_error_that_the_edge_knows(sqlite_door):
    writers_of(sqlite_door).lock.patience = 0.2

    def try_to_write() -> type:
        with pytest.raises(OperationalError) as caught, transaction():
            pass
        return caught.type

    with transaction():
        assert elsewhere(sqlite_door, try_to_write) is Busy
    rename("Let in")
    assert names() == ["Let in"]


def test_the_edge_answers_503_to_who_is_not_let_in(on_disk, monkeypatch):
    monkeypatch.setattr(stamps, "FASTEST", 0)
    make_hub("http://127.0.0.1:1", connect=False)
    client, quiz = on_disk.test_client(), "/h/summer-kick-off/summer-quiz/"
    post = {"stamp": stamp_in(client.get(quiz).text), "answer": "q1c1"}
    end_reading()
    lock = writers_of(on_disk).lock
    monkeypatch.setattr(lock, "patience", 0.2)
    turn = lock.take()
    try:
        answer = elsewhere(on_disk, lambda: client.post(quiz, data=post))
    finally:
        turn.end()
    assert answer.status_code == 503
    assert answer.headers["Retry-After"]


def test_a_connection_that_is_lost_gives_its_turn_back(sqlite_door):
    turn = writers_of(sqlite_door).take()
    lost = db.engine.connect()
    sqlite.give(lost, turn)
    del turn, lost
    gc.collect()
    moment = time.monotonic()
    rename("Let in")
    assert time.monotonic() - moment < 5


def test_a_second_turn_of_the_same_thread_is_an_error_at_once(sqlite_door):
    with connection_of_library(), pytest.raises(RuntimeError), transaction():
        pass
    rename("Let in")
    assert names() == ["Let in"]


def test_only_sqlite_in_a_file_needs_a_line(sqlite_door):
    assert writers_of(sqlite_door).lock is not None
    for address in ("sqlite://", "postgresql+psycopg://nobody@127.0.0.1:1/nothing"):
        assert writers_of(app_at(address)).lock is None
    with app_at("sqlite://").app_context(), transaction() as session:
        session.execute(text("create table told (what text)"))
