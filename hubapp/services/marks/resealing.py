"""Seal all secrets anew, so that old keys can be thrown away."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import Table, select, update
from sqlalchemy.orm import Session

from hubapp.doors.database import end_reading, transaction
from hubapp.doors.vault import reseal_one
from hubapp.extensions import db
from hubapp.models import (
    Account,
    Code,
    Connection,
    ErasureStep,
    Letter,
    SecondFactor,
    Workspace,
)

_SEALED: tuple[tuple[Table, str], ...] = (
    (Account.__table__, "secret"),
    (Workspace.__table__, "marks_key"),
    (SecondFactor.__table__, "sealed"),
    (Letter.__table__, "sealed"),
    (Connection.__table__, "link_key"),
    (ErasureStep.__table__, "sealed"),
    (Code.__table__, "sealed"),
)  # type: ignore[assignment]
"""Table, and its column that the vault seals."""
_CHUNK = 500


class Resealed(NamedTuple):
    """lost: those that no key of today opens."""

    done: int
    lost: int


def reseal() -> Resealed:
    """With the newest key. A transaction for each piece of a table: whoever writes there waits no
    longer than that."""
    done = lost = 0
    for table, column in _SEALED:
        after = -1
        while ids := _piece(table, after):
            with transaction() as session:
                found = _reseal_rows(session, table, column, ids)
            done, lost, after = done + found.done, lost + found.lost, ids[-1]
    db.session.expire_all()
    return Resealed(done, lost)


def _piece(table: Table, after: int) -> list[int]:
    (key,) = table.primary_key
    query = select(key).where(key > after).order_by(key).limit(_CHUNK)
    ids = list(db.session.scalars(query))
    end_reading()
    return ids


def _reseal_rows(session: Session, table: Table, column: str, ids: list[int]) -> Resealed:
    (key,) = table.primary_key
    query = select(key, table.c[column]).where(key.in_(ids)).order_by(key).with_for_update()
    done = lost = 0
    for id_, sealed in session.execute(query).all():
        anew = reseal_one(sealed) if sealed else None
        if anew is not None:
            session.execute(update(table).where(key == id_).values({column: anew}))
        done, lost = done + (anew is not None), lost + (bool(sealed) and anew is None)
    return Resealed(done, lost)
