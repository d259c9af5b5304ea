"""What a destination has confirmed of people: written after sending; ``claiming`` reads it with the
rows of the people."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from functools import cache
from typing import Any

import orjson
from sqlalchemy import bindparam, select, text
from sqlalchemy.dialects import sqlite

from hubapp.core import confirming as core_confirming
from hubapp.core.confirming import Known, person_mark
from hubapp.extensions import db
from hubapp.models import Account, Confirmed


def confirmed_of(account: Account, person_key: str) -> Known:
    """What this account has confirmed of a person; empty: nothing."""
    row = db.session.get(Confirmed, (account.id, person_mark(person_key)))
    return core_confirming.since(account.doubted_to, row.values) if row is not None else {}


def keep(account_id: int, known: Mapping[str, Known]) -> None:
    """Write it down. The caller commits."""
    rows: list[dict[str, Any]] = [
        {"person": person_mark(person), "values": values}
        for person, values in known.items()
        if values
    ]
    if not rows:
        return
    connection, of = db.session.connection(), {"of_account": account_id}
    if connection.dialect.name == "postgresql":
        # One statement: a round trip for each person costs more than the writing.
        connection.execute(_KEEP_ALL, of | {"known": orjson.dumps(rows).decode()})
    else:
        connection.execute(_keep(), [of | row for row in rows])


def join(from_id: int, into_id: int, but: Collection[str], most: int) -> int:
    """Take what one account has confirmed of people along to another with the same key, so many of
    them; returns how many. but: marks of people of whom a worker has something in hand, which will
    write of them. In the caller's transaction, which holds both accounts still."""
    theirs = select(Confirmed).where(Confirmed.account_id == from_id, Confirmed.person.not_in(but))
    rows = db.session.scalars(theirs.order_by(Confirmed.person).limit(most)).all()
    people = [row.person for row in rows]
    own = select(Confirmed).where(Confirmed.account_id == into_id, Confirmed.person.in_(people))
    kept = {row.person: row for row in db.session.scalars(own)}
    doubted = {
        id_: db.session.get_one(Account, id_).doubted_to for id_ in (from_id, into_id) if rows
    }
    for row in rows:
        told = core_confirming.since(doubted[from_id], row.values)
        if row.person in kept:
            mine = core_confirming.since(doubted[into_id], kept[row.person].values)
            kept[row.person].values = core_confirming.joined(mine, told)
            db.session.delete(row)
        else:
            row.account_id, row.values = into_id, told
    db.session.flush()
    return len(rows)


def doubt(account_id: int, told: Iterable[tuple[str, Iterable[str]]]) -> None:
    """Nobody knows whether these targets of these people arrived. told: person's key and targets.
    The caller commits."""
    rows: dict[str, Confirmed] = {}
    for person, targets in told:
        row = rows.get(person) or db.session.get(Confirmed, (account_id, person_mark(person)))
        if row is not None:
            rows[person] = row
            known = dict(row.values)
            core_confirming.doubt(known, targets)
            row.values = known
    db.session.flush()


_KEEP_ALL = text(
    """
    insert into confirmed (account_id, person, "values")
    select :of_account, person, "values"
    from jsonb_to_recordset(cast(:known as jsonb)) as each(person text, "values" jsonb)
    on conflict (account_id, person) do update set "values" = excluded."values"
    """
)


@cache
def _keep() -> Any:
    table = Confirmed.__table__
    insert = sqlite.insert(table).values(  # type: ignore[arg-type]
        account_id=bindparam("of_account"),
        person=bindparam("person"),
        values=bindparam("values", type_=table.c["values"].type),
    )
    return insert.on_conflict_do_update(
        index_elements=["account_id", "person"], set_={"values": insert.excluded["values"]}
    )
