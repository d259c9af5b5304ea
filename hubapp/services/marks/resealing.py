"""Seal all secrets anew, so that old keys can be thrown away."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import Table, select, update

from hubapp.doors.database import transaction
from hubapp.doors.vault import reseal_one
from hubapp.extensions import db
from hubapp.models import Account, Letter, SecondFactor, Workspace

_SEALED: tuple[tuple[Table, str], ...] = (
    (Account.__table__, "secret"),
    (Workspace.__table__, "marks_key"),
    (SecondFactor.__table__, "sealed"),
    (Letter.__table__, "sealed"),
)  # type: ignore[assignment]
"""Table, and its column that the vault seals."""


class Resealed(NamedTuple):
    """lost: those that no key of today opens."""

    done: int
    lost: int


def reseal() -> Resealed:
    """With the newest key. A transaction for each table: whoever saves meanwhile waits."""
    done = lost = 0
    for table, column in _SEALED:
        (key,) = table.primary_key
        with transaction() as session:
            rows = session.execute(
                select(key, table.c[column]).order_by(key).with_for_update()
            ).all()
            for id_, sealed in rows:
                anew = reseal_one(sealed) if sealed else sealed
                done, lost = done + bool(anew), lost + (anew is None)
                if anew:
                    session.execute(update(table).where(key == id_).values({column: anew}))
    db.session.expire_all()
    return Resealed(done, lost)
