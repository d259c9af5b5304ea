"""Every migration runs up from the last release, on SQLite and PostgreSQL, with data in it."""

from __future__ import annotations

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask_migrate import upgrade
from sqlalchemy import text

from hubapp import create_app
from hubapp.extensions import db
from hubapp.models import Connection, Delivery
from tests.support.application import settings_for

FIRST = """
insert into workspace (id, name, created_at) values (1, 'Acme', '2026-01-01 00:00:00');
insert into hub (id, workspace_id, name, slug, created_at)
  values (1, 1, 'Old', 'old', '2026-01-01 00:00:00');
insert into connection (id, hub_id, kind, state, settings, mapping, secret, secret_hint, lanes,
    held_words, created_at)
  values (1, 1, 'braze', 'on', '{}', '{}', '', 'abcd', 4, '', '2026-01-01 00:00:00');
insert into connection_lane (connection_id, lane, token) values (1, 0, '');
insert into delivery (id, connection_id, card_id, person, lane, state, record, attempts, due_at,
    words, outcome_unknown, request_id, created_at)
  values (7, 1, 'quiz', 'email:a@example.com', 0, 'waiting', '{"values": {}}', 0,
    '2026-01-01 00:00:00', '', false, '', '2026-01-01 00:00:00');
"""


@pytest.fixture(params=["sqlite", "postgresql"])
def first_release(request, tmp_path):
    url = request.getfixturevalue("postgres_url") if request.param == "postgresql" else ""
    app = create_app(settings_for(tmp_path, url))
    with app.app_context():
        _empty()
        upgrade(revision="0001")
        for statement in FIRST.split(";\n"):
            if statement.strip():
                db.session.execute(text(statement))
        db.session.commit()
        yield
        db.session.remove()
        _empty()
        db.engine.dispose()


def _empty() -> None:
    if db.engine.dialect.name == "postgresql":
        with db.engine.begin() as connection:
            connection.execute(text("drop schema public cascade"))
            connection.execute(text("create schema public"))


def test_what_waited_before_the_upgrade_still_waits_after_it(first_release):
    upgrade()
    row = db.session.get_one(Delivery, 7)
    assert (row.state, row.priority, row.reason, row.history) == ("waiting", 0, "", [])


def test_connections_keep_their_state_and_get_the_new_defaults(first_release):
    upgrade()
    found = db.session.get_one(Connection, 1)
    assert (found.state, found.only_changes, found.resend_events) == ("on", True, True)
    assert (found.keep_days, found.failures, found.begins_after) == (30, 0, 0)


def test_the_tables_are_what_the_models_say(first_release):
    upgrade()
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection)
        assert compare_metadata(context, db.metadata) == []
