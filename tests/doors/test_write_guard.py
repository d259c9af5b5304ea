"""What is written outside of a transaction is noticed where it happens."""

from __future__ import annotations

import pytest
from sqlalchemy import select, text, update

from hubapp.doors.database import transaction
from hubapp.doors.write_guard import WriteOutside, writes
from hubapp.extensions import db
from hubapp.models import Workspace
from tests.doors.one_table import names


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO t VALUES (1)",
        "\n    insert into t select 1",
        "UPDATE t SET a = 1",
        "DELETE FROM t",
        "REPLACE INTO t VALUES (1)",
        "CREATE TABLE t (a int)",
        "ALTER TABLE t ADD b int",
        "DROP TABLE t",
        "TRUNCATE t",
        "WITH old AS (SELECT 1)\nDELETE FROM t",
        "WITH old AS (SELECT 1) UPDATE t SET a = 1",
        "WITH gone AS (DELETE FROM t RETURNING a) SELECT a FROM gone",
        "SELECT a FROM t FOR UPDATE",
        "SELECT a \nFROM t \nWHERE a = 1 FOR NO KEY UPDATE SKIP LOCKED",
        "SELECT a FROM t FOR KEY SHARE",
        "SELECT a FROM t FOR SHARE OF t",
    ],
)
def test_what_writes(statement):
    assert writes(statement)


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT a FROM t",
        "SELECT updated_at, deleted, created FROM inserted WHERE for_all = 1",
        "WITH newest AS (SELECT max(updated) AS m FROM t) SELECT m FROM newest",
        "SET LOCAL enable_seqscan = off",
        "PRAGMA foreign_keys=ON",
        "SAVEPOINT one",
        "BEGIN IMMEDIATE",
        "VACUUM ANALYZE t",
    ],
)
def test_what_does_not(statement):
    assert not writes(statement)


def change_one() -> None:
    db.session.scalars(select(Workspace)).one().name = "x"


@pytest.mark.parametrize(
    "write",
    [
        lambda: db.session.execute(update(Workspace).values(name="x")),
        lambda: db.session.execute(text("delete from workspace")),
        lambda: (db.session.add(Workspace(name="x")), db.session.flush()),
        lambda: (db.session.add(Workspace(name="x")), db.session.commit()),
        # Written when somebody asks next.
        lambda: (change_one(), names()),
    ],
    ids=["statement", "text", "flush", "commit", "autoflush"],
)
def test_writing_outside_is_refused(door, write):
    with pytest.raises(WriteOutside):
        write()
    db.session.rollback()
    assert names() == ["Acme"]


def test_locking_rows_outside_is_refused(door):
    query = select(Workspace).with_for_update(key_share=True)
    if db.engine.dialect.name == "postgresql":
        with pytest.raises(WriteOutside):
            db.session.execute(query)
        db.session.rollback()
    # SQLite locks no rows, and leaves the words out.
    with transaction() as session:
        session.execute(query)


def test_what_is_refused_says_which_statement(door):
    with pytest.raises(WriteOutside, match="transaction.*UPDATE workspace"):
        db.session.execute(update(Workspace).values(name="x"))


def test_what_is_refused_is_said_on_one_line(door):
    with pytest.raises(WriteOutside, match="write: delete from workspace where id = 1$"):
        db.session.execute(text("\n  delete from workspace\n  where id = 1"))
