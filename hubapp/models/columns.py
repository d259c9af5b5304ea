"""Column types shared by the tables."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any

from sqlalchemy import (
    JSON,
    BigInteger,
    ColumnElement,
    DateTime,
    Integer,
    String,
    bindparam,
    func,
    select,
    types,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import mapped_column

JsonColumn = JSON().with_variant(JSONB(), "postgresql")
BigKey = BigInteger().with_variant(Integer(), "sqlite")
"""SQLite only numbers a plain INTEGER primary key by itself."""


class UtcTime(types.TypeDecorator[datetime]):
    """A time with zone, always UTC; SQLite keeps it naive."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        value = value.astimezone(UTC)
        return value if dialect.name == "postgresql" else value.replace(tzinfo=None)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)


def among(column: Any, name: str, dialect: str) -> ColumnElement[bool]:
    """The column is one of a list that is given as the one parameter ``name``, however long it is:
    a statement with a parameter for each would be made anew for each length."""
    found: ColumnElement[bool]
    if dialect == "postgresql":
        found = column == func.any(bindparam(name, type_=ARRAY(column.type)))
    else:
        each = func.json_each(bindparam(name, type_=JSON)).table_valued("value").alias(name)
        found = column.in_(select(each.c.value))
    return found


def now() -> datetime:
    """The time now, UTC."""
    return datetime.now(UTC)


Key = Annotated[int, mapped_column(BigKey, primary_key=True)]
Created = Annotated[datetime, mapped_column(UtcTime, default=now)]
Kind = Annotated[str, mapped_column(String(40))]
