"""The last id that a table has given out."""

from __future__ import annotations

from typing import Any

from sqlalchemy import cast, func, select
from sqlalchemy.dialects.postgresql import REGCLASS

from hubapp.extensions import db
from hubapp.models import Activity, Delivery


def newest(table: type[Activity | Delivery]) -> int:
    """Be it committed or not."""
    last: Any = select(func.max(table.id))
    if db.engine.dialect.name == "postgresql":
        sequence = func.pg_get_serial_sequence(table.__tablename__, "id")
        last = select(func.pg_sequence_last_value(cast(sequence, REGCLASS)))
    return int(db.session.scalar(last) or 0)
