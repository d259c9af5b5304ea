"""A database with a connection and as many deliveries waiting as wanted."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from cryptography.fernet import Fernet
from flask import Flask, current_app
from flask_migrate import upgrade
from sqlalchemy import event, insert, text

from hubapp import create_app
from hubapp.core.confirming import person_mark
from hubapp.core.mapping import FieldMapping, MappingRow, Record
from hubapp.core.retrying import State
from hubapp.doors.database import connection_of_library, end_reading, transaction
from hubapp.doors.vault import seal
from hubapp.extensions import db
from hubapp.models import Account, Connection, Delivery, Hub, OutboxRow, Workspace
from hubapp.models.columns import now
from hubapp.models.outbox import LIVE
from hubapp.services.delivery import outbox
from hubapp.settings import Settings

CHUNK = 5000


@contextmanager
def app_at(folder: Path, url: str = "", **more: object) -> Iterator[Flask]:
    """An empty, migrated hubapp on SQLite in ``folder`` or on the PostgreSQL at ``url``."""
    folder.mkdir(parents=True, exist_ok=True)
    app = create_app(
        Settings(
            **{
                "data_dir": folder,
                "database_url": url,
                "secret_key": "a secret key for benchmarks and nothing else",
                "encryption_keys": Fernet.generate_key().decode(),
                "redis_url": "redis://127.0.0.1:1/0",
                "rate_limit_submissions": "100000000 per minute",
                **more,
            }
        )
    )
    with app.app_context():
        if db.engine.dialect.name == "postgresql":
            with connection_of_library() as connection, connection.begin():
                connection.execute(text("drop schema public cascade"))
                connection.execute(text("create schema public"))
        upgrade()
        yield app
        db.session.remove()
        db.engine.dispose()


def other_database(url: str) -> str:
    """An empty database beside the one at ``url``."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("drop database if exists hubapp_other")
        connection.execute("create database hubapp_other")
    return url.replace("/hubapp", "/hubapp_other")


def connected_hub(name: str, target: str, lanes: int = 4) -> Connection:
    """A hub in a workspace of its own, connected to ``target``."""
    rows = (
        MappingRow("field.first_name", "attribute.first_name"),
        MappingRow("field.favourite", "custom.favourite_drink"),
        MappingRow("card.quiz.score", "custom.summer_quiz_score"),
    )
    account = Account(
        kind="braze",
        settings={"endpoint": target, "burst": 1_000_000},
        secret=seal("sandbox-key"),
        secret_hint="-key",
        lanes=lanes,
    )
    mapping = FieldMapping("email", "field.email", "", rows).to_json()
    connection = Connection(account=account, kind="braze", state="on", mapping=mapping)
    with transaction() as session:
        session.add(home := Workspace(name=name))
        session.flush()
        session.add(hub := Hub(workspace_id=home.id, name=name, slug=name))
        session.flush()
        connection.hub_id, account.workspace_id = hub.id, home.id
        session.add(connection)
    return connection


def record(number: int) -> Record:
    """What one submission carries: an address and three values."""
    person = f"person{number}@example.com"
    values = {
        "attribute.first_name": f"Ana {number}",
        "custom.favourite_drink": "Iced tea",
        "custom.summer_quiz_score": number % 4,
    }
    return Record(f"email:{person}", "email", person, "2026-01-15T10:00:00.000Z", "", values)


def fill(connection: Connection, count: int, first: int = 0) -> None:
    """``count`` deliveries waiting, added by another process: what fills a table leaves a heap
    behind that a worker does not have. It need not survive a crash, so the disk is not asked."""
    app, connection_id = current_app._get_current_object(), connection.id  # type: ignore[attr-defined]
    end_reading()
    db.engine.dispose()

    def add() -> None:
        with app.app_context():
            event.listen(db.engine, "connect", _do_not_wait_for_the_disk)
            add_waiting(db.session.get_one(Connection, connection_id), count, first)
            db.session.remove()
            db.engine.dispose()

    child = multiprocessing.get_context("fork").Process(target=add)
    child.start()
    child.join()
    assert child.exitcode == 0
    # What was written here is not what is measured next.
    os.sync()


def _do_not_wait_for_the_disk(connection: Any, _record: Any) -> None:
    postgres = db.engine.dialect.name == "postgresql"
    connection.execute("set synchronous_commit = off" if postgres else "PRAGMA synchronous=OFF")
    connection.commit()


def add_waiting(connection: Connection, count: int, first: int = 0) -> None:
    """``count`` deliveries of as many people, waiting."""
    for begin in range(first, first + count, CHUNK):
        moment, carried = (
            now(),
            [record(at) for at in range(begin, min(begin + CHUNK, first + count))],
        )
        deliveries = [
            {
                "connection_id": connection.id,
                "account_id": connection.account_id,
                "card_id": "quiz",
                "person": each.person_key,
                "state": State.WAITING,
                "record": each.to_json(),
                "created_at": moment,
            }
            for each in carried
        ]
        with transaction() as session:
            ids = session.scalars(
                insert(Delivery).returning(Delivery.id, sort_by_parameter_order=True), deliveries
            ).all()
            rows = [
                {
                    "account_id": connection.account_id,
                    "lane": outbox.lane_of(each.person_key, connection.account.lanes),
                    "priority": LIVE,
                    "delivery_id": id_,
                    "person": person_mark(each.person_key),
                }
                for each, id_ in zip(carried, ids, strict=True)
            ]
            session.execute(insert(OutboxRow), rows)


def settled() -> None:
    """What filled the table is not what is measured: let the disk and the vacuum come to rest."""
    end_reading()
    postgres = db.engine.dialect.name == "postgresql"
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if postgres:
            connection.exec_driver_sql("vacuum analyze delivery, outbox")
            connection.exec_driver_sql("checkpoint")
        else:
            connection.connection.driver_connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    os.sync()
