"""A hub after a campaign: one entry that a visitor really made, copied as often as wanted by the
database itself. Columns that somebody adds are copied too, so this follows the tables."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from sqlalchemy import select, text

from hubapp.doors.database import connection_of_library, end_reading
from hubapp.extensions import db
from hubapp.models import (
    Activity,
    Consent,
    Contact,
    Delivery,
    Hub,
    Play,
    Rollup,
    Speaker,
    Submission,
    Told,
    Visitor,
)
from hubapp.models.columns import now
from hubapp.services import results
from tests.support.application import make_hub, submit_entries

GAP = 25
"""Seconds between two entries: a million take most of a year."""
_FIRST = 10
"""Ids above the real ones."""


_TRUSTED = "set session_replication_role = replica"


class Dialect(NamedTuple):
    """How a database counts to a number, and how it says some seconds before now."""

    series: str
    before: str


_SQLITE = Dialect(
    "(with recursive s(n) as (select 1 union all select n + 1 from s where n < {count}) "
    "select n from s)",
    "strftime('%Y-%m-%d %H:%M:%f000', '{now}', '-' || (series.n * {gap}) || ' seconds')",
)
_POSTGRES = Dialect(
    "(select n from generate_series(1, {count}) n)",
    "timestamptz '{now}+00' - series.n * interval '{gap} seconds'",
)


def campaign(count: int) -> Hub:
    """A published hub, connected, with so many entries of as many people, all delivered and
    counted."""
    hub = make_hub("http://127.0.0.1:1")
    submit_entries(hub, "first@example.com")
    results.count_new()
    end_reading()
    postgres = db.engine.dialect.name == "postgresql"
    with connection_of_library() as connection:
        # What is copied points at copies: to ask for each takes longer than to write them.
        connection.execute(text(_TRUSTED if postgres else "pragma foreign_keys = off"))
        for table, changed, only in _tables():
            connection.execute(text(_copy(table, changed, only, count, postgres)))
            connection.commit()
        if postgres:
            connection.execute(text("analyze"))
            connection.commit()
        # The pool gives it to somebody else.
        connection.invalidate()
    return db.session.scalars(select(Hub)).one()


def _tables() -> list[tuple[Any, Mapping[str, str], str]]:
    """Which are copied, what is another in each copy (``{n}``: its number, ``{at}``: its time), and
    which of the real rows is the model."""
    n, at, all_of_it = "{n}", "{at}", "1 = 1"
    by = {"speaker_id": n, "contact_id": n}
    finished, sent = f"2 * {n}", f"2 * {n} + 1"
    made, done = {"created_at": at}, {"at": at, "counted_at": at}
    address = f"'person' || {n} || '@example.com'"
    contact = {"email": address, "phone": f"'+61' || (400000000 + {n})", "seen_at": at}
    delivery = {"person": f"'email:' || {address}", "state": "'delivered'", "record": "null"}
    told_of = {"play_id": n, "submission_id": n, "activity_id": sent}
    return [
        (Visitor, {"id": n, "mark": f"'m' || {n}", **made}, all_of_it),
        (Contact, {"id": n, **contact, **made}, all_of_it),
        (Speaker, {"id": n, "visitor_id": n, "contact_id": n, "last_at": at}, all_of_it),
        (Told, {"speaker_id": n}, all_of_it),
        (
            Play,
            {"id": n, **by, "token": f"'t' || {n}", **made, "finished_at": at, "counted": "true"},
            all_of_it,
        ),
        (
            Submission,
            {"id": n, "contact_id": n, "play_id": n, "public_id": f"'s' || {n}", **made},
            all_of_it,
        ),
        (Consent, {"id": n, "contact_id": n, "submission_id": n, **made}, all_of_it),
        (
            Activity,
            {"id": finished, **by, "play_id": n, "public_id": f"'f' || {n}", **done},
            "proto.kind = 'finished'",
        ),
        (
            Activity,
            {"id": sent, **by, "play_id": n, "public_id": f"'a' || {n}", **done},
            "proto.kind = 'submitted'",
        ),
        (Delivery, {"id": n, **told_of, **delivery, **made, "done_at": at}, all_of_it),
        (Rollup, {"at": at}, "series.n % 36 = 0"),
    ]


def _copy(model: Any, changed: Mapping[str, str], only: str, count: int, postgres: bool) -> str:
    table = model.__table__
    said = _POSTGRES if postgres else _SQLITE
    moment = said.before.format(now=now().strftime("%Y-%m-%d %H:%M:%S"), gap=GAP)
    marks = {"{n}": f"(series.n + {_FIRST})", "{at}": moment}
    quoted = [f'"{column.name}"' for column in table.columns]
    values = []
    for column in table.columns:
        value = changed.get(column.name, f'proto."{column.name}"')
        for mark, meant in marks.items():
            value = value.replace(mark, meant)
        values.append(value)
    model_row = f"{table.name} as proto"
    return (
        f"insert into {table.name} ({', '.join(quoted)}) select {', '.join(values)} "  # noqa: S608 (our own words)
        f"from {said.series.format(count=count)} as series, {model_row} where {only} "
        f"and {_real(table)} on conflict do nothing"
    ).replace(":", "\\:")


def _real(table: Any) -> str:
    return f"proto.id < {_FIRST}" if "id" in table.columns else "1 = 1"
