"""One migrated database per worker, on SQLite and on PostgreSQL, made when a test first asks.

A test gets it in one of two ways. ``rolled_back``: all that the test does happens in one
transaction of one connection, and what the app commits are savepoints in it. ``emptied``: commits
are real, and the tables are emptied afterwards.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import Context
from pathlib import Path
from typing import Any

import pytest
from cryptography.fernet import Fernet
from flask import Flask, has_app_context
from flask.testing import FlaskClient
from flask_migrate import upgrade
from sqlalchemy import event, text

from hubapp import create_app
from hubapp.doors.database import connection_of_library
from hubapp.extensions import db
from hubapp.settings import Settings
from tests.support.postgres import Postgres
from tests.support.process import NOWHERE
from tests.support.saving import save

SECRET_KEY = "a secret key for tests and for nothing else"


def settings_for(folder: Path, database: str = "", **more: Any) -> Settings:
    """Settings of an app of its own. database: its address; SQLite in the folder without one."""
    return Settings(
        data_dir=folder,
        database_url=database,
        secret_key=SECRET_KEY,
        encryption_keys=Fernet.generate_key().decode(),
        redis_url=NOWHERE,
        **{
            "rate_limit_submissions": "10000 per minute",
            "rate_limit_visitor": "10000 per minute",
            "rate_limit_login": "10000 per minute",
            "rate_limit_account": "10000 per minute",
            **more,
        },
    )


class Client(FlaskClient):
    """A browser whose requests see as little of the test as in production: each has a context,
    and with it a session and a ``g`` (who is logged in) of its own. So what the test has not
    committed yet is committed before; and what it read before, it reads anew afterwards."""

    def run_wsgi_app(self, environ: Any, buffered: bool = False) -> Any:
        if has_app_context():
            save()
        return Context().run(super().run_wsgi_app, environ, buffered=True)


@pytest.fixture(scope="session")
def sqlite_app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The worker's app on SQLite. Tests ask for ``app``, ``both`` and their like."""
    yield from _migrated(settings_for(tmp_path_factory.mktemp("sqlite")))


@pytest.fixture(scope="session")
def postgresql_app(postgres: Postgres, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The worker's app on PostgreSQL."""
    folder = tmp_path_factory.mktemp("postgresql")
    yield from _migrated(settings_for(folder, postgres.database("hubapp")))


def _migrated(settings: Settings) -> Iterator[Flask]:
    app = create_app(settings)
    app.test_client_class = Client
    app.config["WTF_CSRF_ENABLED"] = False
    app.config["DATABASE_INLINE"] = True
    with app.app_context():
        upgrade()
    yield app
    with app.app_context():
        left = _tables_with_rows()
        db.session.remove()
        db.engine.dispose()
    assert left == [], "a test left something behind"


def _tables_with_rows() -> list[str]:
    return [
        table.name
        for table in db.metadata.sorted_tables
        if db.session.execute(table.select().limit(1)).first()
    ]


@contextmanager
def rolled_back(app: Flask) -> Iterator[None]:
    """Within the app's context, and in one transaction that is never committed. Requests of test
    clients are in it too; threads and other processes are not."""
    # Whoever joins a transaction commits and rolls back only what it did itself.
    db.session.session_factory.configure(join_transaction_mode="create_savepoint")
    with app.app_context():
        engine = db.engines[None]
        with engine.connect() as connection:
            connection.begin()
            event.listen(connection, "before_cursor_execute", _only_in(threading.get_ident()))
            # Flask-SQLAlchemy asks this mapping for each new session.
            db.engines[None] = connection
            try:
                yield
            finally:
                db.session.remove()
                db.engines[None] = engine


def _only_in(thread: int) -> Callable[..., None]:
    def check(*_of_the_statement: object) -> None:
        assert threading.get_ident() == thread, "a test with threads asks for on_disk or the like"

    return check


@contextmanager
def emptied(app: Flask) -> Iterator[None]:
    """Within the app's context, with commits that are real; afterwards the tables are empty."""
    with app.app_context():
        try:
            yield
        finally:
            db.session.remove()
            _empty()


def _empty() -> None:
    tables = db.metadata.sorted_tables
    with connection_of_library() as connection, connection.begin():
        if connection.dialect.name == "postgresql":
            names = ", ".join(f'"{table.name}"' for table in tables)
            # A thread or process that a test left behind must not hang the rest.
            connection.execute(text("set local lock_timeout = '10s'"))
            connection.execute(text(f"truncate {names} restart identity cascade"))
        else:
            for table in reversed(tables):
                connection.execute(table.delete())
