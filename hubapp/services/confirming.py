"""What a destination has confirmed of people: read it before sending, write it after."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.dialects import postgresql, sqlite

from hubapp.core.confirming import Known, person_mark
from hubapp.extensions import db
from hubapp.models import Confirmed


def known_of(connection_id: int, people: Iterable[str]) -> dict[str, Known]:
    """Person's key -> what is confirmed of that person; empty for nobody known."""
    marks = {person_mark(person): person for person in people}
    known: dict[str, Known] = {person: {} for person in marks.values()}
    if marks:
        found = db.session.execute(_find(), {"of": connection_id, "people": list(marks)})
        for mark, values in found:
            known[marks[mark]] = values
    return known


def keep(connection_id: int, known: Mapping[str, Known]) -> None:
    """Write it down. The caller commits."""
    rows: list[dict[str, Any]] = [
        {"connection_id": connection_id, "person": person_mark(person), "values": values}
        for person, values in known.items()
        if values
    ]
    if not rows:
        return
    db.session.connection().execute(_keep(db.engine.dialect.name), rows)


@cache
def _find() -> Any:
    table = Confirmed.__table__.c
    return select(table.person, table["values"]).where(
        table.connection_id == bindparam("of"),
        table.person.in_(bindparam("people", expanding=True)),
    )


@cache
def _keep(dialect: str) -> Any:
    kind = postgresql if dialect == "postgresql" else sqlite
    insert = kind.insert(Confirmed.__table__)  # type: ignore[arg-type]
    return insert.on_conflict_do_update(
        index_elements=["connection_id", "person"], set_={"values": insert.excluded["values"]}
    )
