"""``make bench``: a table, and one JSON object a line in ``bench/results.jsonl``."""

from __future__ import annotations

import itertools
import json
import tempfile
import urllib.parse
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from cryptography.fernet import Fernet
from flask import Flask, Response
from flask_migrate import upgrade
from flask_sqlalchemy import SQLAlchemy

from bench.serving import Request, rate, served
from hubapp import create_app
from hubapp.services import guarding
from hubapp.settings import Settings
from tests.support.application import make_hub

RESULTS = Path(__file__).parent / "results.jsonl"
ROUNDS = 3
"""Each pair is measured in turn this often; the best of each counts."""


def hubapp_at(folder: Path) -> Flask:
    return create_app(
        Settings(
            data_dir=folder,
            secret_key="bench",
            encryption_keys=Fernet.generate_key().decode(),
            redis_url="redis://127.0.0.1:1/0",
            rate_limit_submissions="100000000 per minute",
        )
    )


def bare_page(body: bytes) -> Flask:
    """A bare view that returns the same bytes."""
    app = Flask("bare")
    app.add_url_rule("/", view_func=lambda: Response(body, content_type="text/html"))
    return app


def bare_commit(folder: Path) -> Flask:
    """A bare view that commits one row with SQLAlchemy on the same kind of database."""
    app = Flask("bare")
    app.config["SQLALCHEMY_DATABASE_URI"] = f"sqlite:///{folder / 'bare.db'}"
    db = SQLAlchemy(app)
    rows = db.Table("row", db.Column("id", db.Integer, primary_key=True), db.Column("v", db.Text))

    @app.post("/")
    def add() -> tuple[str, int]:
        db.session.execute(rows.insert().values(v="x" * 200))
        db.session.commit()
        return "", 200

    with app.app_context():
        with db.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA journal_mode=WAL")
        db.create_all()
        db.engine.dispose()
    return app


def submissions(stamps: Iterator[str], path: str) -> Iterator[Request]:
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    for number in itertools.count():
        data = [
            ("stamp", next(stamps)),
            ("f-email", f"p{number}@example.com"),
            ("f-date_of_birth", "1"),
            ("f-date_of_birth", "2"),
            ("f-date_of_birth", "1990"),
        ]
        yield "POST", path, urllib.parse.urlencode(data).encode(), headers


def measured(name: str, budget: float, sample: int, ours: Any, reference: Any) -> dict[str, Any]:
    """One row: ours and the reference in turn, on the same machine, in the same run."""
    pairs = [(ours(), reference()) for _ in range(ROUNDS)]
    best, other = max(pair[0] for pair in pairs), max(pair[1] for pair in pairs)
    return {
        "what": name,
        "ours_per_s": round(best, 1),
        "reference_per_s": round(other, 1),
        "ratio": round(best / other, 2),
        "budget": budget,
        "sample": sample,
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
    }


def rows(folder: Path) -> Iterator[dict[str, Any]]:
    app = hubapp_at(folder)
    with app.app_context():
        upgrade()
        hub = make_hub("http://127.0.0.1:1")
        place = f"{hub.id}:draw"
        page = app.test_client().get(f"/h/{hub.slug}/").data
        guarding.FASTEST = 0
    path, card = f"/h/{hub.slug}/", f"/h/{hub.slug}/enter-the-draw/"
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
    with app.app_context():
        stamps = iter([guarding.stamp(place) for _ in range(ROUNDS * 300 + 10)])
    posts = submissions(stamps, card)
    with served(lambda: hubapp_at(folder)) as ours, served(lambda: bare_commit(folder)) as bare:
        empty = itertools.repeat(("POST", "/", b"", {}))
        yield measured(
            "form submission accepted (SQLite)",
            0.6,
            300,
            lambda: rate(ours, posts, 300, {303}),
            lambda: rate(bare, empty, 300, {200}),
        )


def main() -> None:
    print(
        f"{'what':40} {'ours/s':>10} {'reference/s':>12} {'ratio':>6} {'budget':>7} {'sample':>7}"
    )
    with tempfile.TemporaryDirectory() as folder, RESULTS.open("a") as results:
        for row in rows(Path(folder)):
            print(
                f"{row['what']:40} {row['ours_per_s']:>10} {row['reference_per_s']:>12} "
                f"{row['ratio']:>6} {row['budget']:>7} {row['sample']:>7}"
            )
            results.write(json.dumps(row) + "\n")


if __name__ == "__main__":
    main()
