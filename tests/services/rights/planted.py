"""Somebody whose every field holds a marker that nobody else has, and where markers are looked for
afterwards."""

from __future__ import annotations

import sqlite3
import zlib
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

from sqlalchemy import select, text

from hubapp.core.mapping import FieldMapping, MappingRow
from hubapp.doors.database import end_reading, transaction
from hubapp.extensions import db
from hubapp.models import (
    Connection,
    Contact,
    ContactValue,
    Delivery,
    Hub,
    Play,
    Run,
    Speaker,
    Submission,
)
from hubapp.services import people
from hubapp.services.editing import versions
from hubapp.services.visiting import plays, submissions
from tests.support.application import make_hub
from tests.support.database_files import files_with
from tests.support.deliveries import drain_all
from tests.support.factories import PlayFactory
from tests.support.servers import Sandbox

MARK = "zqmark"
EMAIL = f"{MARK}1@example.com"
WRITTEN = {"first_name": "attribute.first_name", "date_of_birth": "attribute.dob"}


def hub_with_everything(sandbox: Sandbox) -> Hub:
    """The demo's hub, whose mapping sends all that the planted person tells."""
    hub = make_hub(sandbox.url)
    connection = connection_of(hub)
    rows = [MappingRow(f"field.{key}", target) for key, target in WRITTEN.items()]
    rows += [MappingRow("field.first_name", "custom.nickname")]
    rows += [MappingRow("field.marketing_consent", "attribute.email_subscribe")]
    with transaction():
        connection.mapping = FieldMapping(
            "email", "field.email", "Took part", tuple(rows)
        ).to_json()
    return hub


def connection_of(hub: Hub) -> Connection:
    return db.session.scalars(select(Connection).where(Connection.hub_id == hub.id)).one()


def take_part(
    hub: Hub,
    email: str = EMAIL,
    name: str = f"{MARK}2 Ana",
    *,
    token: str | None = None,
    nonce: str = "n1",
    captured: dict[str, str] | None = None,
    consent: str = "y",
) -> str:
    """Fill in the entry form of the demo hub; the cookie's token."""
    snapshot = versions.snapshot_of_version(hub.live_version_id)
    card = next(each for each in snapshot.cards() if each.id == "draw")
    visit = plays.Visit(
        hub.id,
        hub.workspace_id,
        hub.live_version_id,
        snapshot,
        card,
        visitor_token=token,
        nonce=nonce,
        captured=captured or {},
    )
    values = {"email": [email], "first_name": [name], "date_of_birth": ["1", "2", "1990"]}
    values |= {"marketing_consent": [consent]} if consent else {}
    went = submissions.submit(visit, values)
    assert isinstance(went, plays.Went), went
    return went.visitor_token


def plant(hub: Hub) -> Contact:
    """Sent, refused, waiting; in runs, in histories, in a second browser; and somebody else."""
    token = take_part(hub, captured={"utm_source": f"{MARK}3"})
    take_part(hub, "other@example.com", "Other", nonce="n2")
    drain_all(connection_of(hub))
    # The same person in another browser, whose delivery still waits.
    take_part(hub, EMAIL, f"{MARK}4 Ann", nonce="n3")
    speaker = people.recognised(hub.workspace_id, token)
    contact = db.session.get_one(Contact, speaker.contact_id)
    # As the play of a visitor who has yet to say who it is.
    PlayFactory(
        hub_id=hub.id,
        version_id=hub.live_version_id,
        speaker_id=speaker.id,
        contact_id=None,
        answers=[f"{MARK}10"],
    )
    _mark_all(speaker, contact)
    return contact


def _mark_all(speaker: Speaker, contact: Contact) -> None:
    with transaction() as session:
        speaker.claims = {**speaker.claims, "phone": f"+4999{MARK}"}
        # An earlier release kept it.
        session.add(ContactValue(contact_id=contact.id, key="old_field", value=f"{MARK}5"))
        play = session.scalars(
            select(Play).where(Play.contact_id == contact.id).order_by(Play.id)
        ).first()
        play.answers, play.outcome = [f"{MARK}6"], {"values": {"x": f"{MARK}7"}, "screen": {}}
    _mark_what_was_sent()
    return contact


def _mark_what_was_sent() -> None:
    with transaction() as session:
        first = session.scalars(select(Delivery).order_by(Delivery.id)).first()
        first.words = f"Braze says {MARK}8"
        first.history = [
            {
                "at": "2026-01-01T00:00:00.000+00:00",
                "verdict": "retry",
                "words": f"{MARK}9",
                "exchange": first.exchange_id,
            }
        ]
        session.add(
            Run(
                connection_id=first.connection_id,
                kind="resend",
                state="running",
                wanted={"person": first.person},
                until=9,
                total=1,
            )
        )


def rows_with(mark: str = MARK) -> list[str]:
    """Table and column of everything in the database that says it, in packed exchanges too."""
    found = []
    for table in db.metadata.sorted_tables:
        for row in db.session.execute(table.select()).mappings():
            found += [f"{table.name}.{name}" for name, value in row.items() if says(value, mark)]
    end_reading()
    return sorted(set(found))


def says(value: Any, mark: str = MARK) -> bool:
    if isinstance(value, bytes):
        with suppress(zlib.error):
            value = zlib.decompress(value)
        return mark.encode() in value
    return mark in str(value)


def in_dump(mark: str = MARK) -> list[str]:
    """On PostgreSQL: every row of every table as text, whether hubapp knows the table or not."""
    names = db.session.scalars(
        text("select tablename from pg_tables where schemaname = 'public'")
    ).all()
    found = [
        name
        for name in names
        if db.session.scalar(
            text(f'select count(*) from "{name}" as row where row::text ilike :mark'),  # noqa: S608
            {"mark": f"%{mark}%"},
        )
    ]
    end_reading()
    return found


def in_files(database: Path, mark: str = MARK) -> list[str]:
    """On SQLite: its files, once the log was written back."""
    with closing(sqlite3.connect(database)) as connection:
        busy, *_ = connection.execute("pragma wal_checkpoint(truncate)").fetchone()
        assert not busy
    return files_with(database.parent, mark)


def counts() -> dict[str, int]:
    """What statistics are made of."""
    db.session.expire_all()
    return {
        table.__tablename__: len(db.session.scalars(select(table.id)).all())
        for table in (Play, Submission, Delivery)
    }
