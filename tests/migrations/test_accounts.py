"""A connection had its key itself until accounts came."""

from __future__ import annotations

import pytest
from flask_migrate import downgrade, upgrade
from sqlalchemy import select, text

from hubapp.doors.database import end_reading, transaction
from hubapp.extensions import db
from hubapp.models import Account, Confirmed, Connection, Delivery, Exchange, OutboxRow
from tests.migrations.test_up import first_release

__all__ = ["first_release"]

BEFORE_ACCOUNTS = """
insert into hub (id, workspace_id, name, slug, created_at)
  values (2, 1, 'Paused', 'paused', '2026-01-01 00:00:00');
insert into connection (id, hub_id, kind, state, settings, mapping, secret, secret_hint, lanes,
    held_words, key_mark, created_at)
  values (5, 2, 'braze', 'paused', '{"endpoint": "x"}', '{}', '', 'wxyz', 8, '', 'm',
    '2026-01-01 00:00:00');
update connection set state = 'held', failures = 3 where id = 1;
insert into delivery (id, connection_id, card_id, person, state, record, attempts, words,
    outcome_unknown, request_id, created_at)
  values (9, 5, 'quiz', 'email:b@example.com', 'waiting', '{}', 0, '', false, '',
    '2026-01-01 00:00:00');
insert into outbox (connection_id, lane, priority, delivery_id, person) values (5, 3, 1, 9, 'b');
insert into confirmed (connection_id, person, "values") values (5, 'b', '{}');
insert into exchange (connection_id, sent_at, took_ms, failure, request_id, people, delivered,
    content) values (5, '2026-01-01 00:00:00', 1, '', '', 1, 1, '');
"""
MADE_SINCE = """
insert into account (id, workspace_id, kind, state, settings, secret, secret_hint, lanes,
    held_words, failures, mark, doubted_to, created_at)
  values (77, 1, 'braze', 'on', '{}', '', 'new!', 2, '', 0, '', 0, '2026-01-01 00:00:00');
insert into connection (id, hub_id, account_id, kind, state, mapping, created_at)
  values (6, 2, 77, 'other', 'on', '{}', '2026-01-01 00:00:00');
insert into account_lane (account_id, lane, token) values (77, 1, '');
insert into confirmed (account_id, person, "values") values (77, 'c', '{}');
"""


@pytest.fixture
def before_accounts(first_release):
    """The release in which a connection had its key itself."""
    upgrade(revision="20261127T2030")
    run_statements(BEFORE_ACCOUNTS)


def run_statements(statements: str) -> None:
    """Statements that end in a semicolon and a new line, as the driver takes them."""
    with transaction() as session:
        for statement in statements.split(";\n"):
            if statement.strip():
                # As the driver says it: a colon in JSON is no parameter.
                session.connection().exec_driver_sql(statement)


def test_a_connection_gets_an_account_with_all_that_belongs_to_its_key(before_accounts):
    upgrade()
    held, paused = (db.session.get_one(Connection, id_) for id_ in (1, 5))
    assert (held.state, held.standing, held.account.failures) == ("on", "held", 3)
    assert (paused.state, paused.standing, paused.account.state) == ("paused", "paused", "on")
    account = paused.account
    assert (account.workspace_id, account.settings, account.lanes) == (1, {"endpoint": "x"}, 8)
    assert (account.secret_hint, account.mark) == ("wxyz", "m")
    assert db.session.get_one(Delivery, 9).account_id == account.id
    assert _waiting() == [(1, 0, 0, 7), (account.id, 3, 11, 9)]
    for table in (Confirmed, Exchange):
        assert db.session.scalars(select(table.account_id)).all() == [account.id]
    with transaction() as session:
        session.add(Account(workspace_id=1, kind="braze", secret=b"", secret_hint=""))


def _waiting() -> list[tuple]:
    columns = OutboxRow.__table__.c
    wanted = (columns.account_id, columns.lane, columns.priority, columns.delivery_id)
    return [tuple(row) for row in db.session.execute(select(*wanted).order_by(wanted[-1]))]


def test_a_step_back_from_accounts_leaves_everything_with_its_connection(before_accounts):
    upgrade()
    run_statements(MADE_SINCE)
    downgrade(revision="20261127T2030")
    query = text("select id, state, secret_hint, lanes from connection order by id")
    assert [tuple(row) for row in db.session.execute(query)] == [
        (1, "held", "abcd", 4),
        (5, "paused", "wxyz", 8),
        (6, "on", "new!", 2),
    ]
    waits = text("select connection_id, lane, priority from outbox order by delivery_id")
    assert [tuple(row) for row in db.session.execute(waits)] == [(1, 0, 0), (5, 3, 1)]
    known = text("select connection_id from confirmed order by connection_id")
    assert db.session.scalars(known).all() == [5, 6]
    lanes = text("select connection_id from connection_lane order by connection_id")
    assert db.session.scalars(lanes).all() == [1, 6]
    end_reading()
    upgrade()
    assert db.session.get_one(Connection, 6).account.lanes == 2


def test_tables_that_sqlite_makes_anew_keep_their_shape(first_release):
    """A batch would have given the outbox row ids, and an index all rows."""
    upgrade()
    if db.engine.dialect.name == "sqlite":
        made = text("select sql from sqlite_master where name = :name")
        assert "without rowid" in db.session.scalar(made, {"name": "outbox"}).lower()
        kept = db.session.scalar(made, {"name": "ix_delivery_kept"})
        assert "where record is not null" in kept.lower()
