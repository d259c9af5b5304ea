"""A small app with one table, for tests of how it is written to; and others who write to it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TypeVar

from flask import Flask
from sqlalchemy import select, update

from hubapp.doors import database
from hubapp.doors.database import connection_of_library, transaction
from hubapp.extensions import db
from hubapp.models import Workspace

Found = TypeVar("Found")


def app_at(address: str, **config: object) -> Flask:
    """With one way to write."""
    app = Flask("door")
    app.config.update(
        {"SQLALCHEMY_DATABASE_URI": address, **config},
    )
    database.init_app(app)
    return app


def make_table() -> None:
    with connection_of_library() as connection:
        Workspace.__table__.create(connection)
        connection.execute(Workspace.__table__.insert().values(name="Acme"))
        connection.commit()


def names() -> list[str]:
    """Of all workspaces; nothing stays open."""
    found = list(db.session.scalars(select(Workspace.name).order_by(Workspace.id)))
    db.session.rollback()
    return found


def rename(name: str) -> None:
    """Every workspace, in a transaction of its own."""
    with transaction() as session:
        session.execute(update(Workspace).values(name=name))


def elsewhere(app: Flask, work: Callable[[], Found]) -> Found:
    """What the work returns in another thread, with a session of its own."""
    found: list[Found] = []

    def run() -> None:
        with app.app_context():
            found.append(work())

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(20)
    assert found, "it hangs, or it failed"
    return found[0]
