"""Column types shared by the tables."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any

import orjson
from sqlalchemy import (
    JSON,
    BigInteger,
    ColumnElement,
    DateTime,
    Integer,
    String,
    Text,
    bindparam,
    func,
    select,
    text,
    types,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import mapped_column

from hubapp.core.words import NOTHING, Words, is_stored

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


_WORDS_BEGIN = '{"template":'


class WordsColumn(types.TypeDecorator[Words]):
    """A sentence as its template and parameters, compact JSON; none is an empty text. What earlier
    releases kept as a plain text is read as it stands."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Words | str | None, dialect: Dialect) -> str | None:
        if value is None:
            return None
        if isinstance(value, str):
            value = Words.verbatim(value)
        return orjson.dumps(value.to_json()).decode() if value else ""

    def process_result_value(self, value: str | None, dialect: Dialect) -> Words | None:
        if not value:
            return NOTHING if value == "" else None
        return Words.from_json(_json(value) if value.startswith(_WORDS_BEGIN) else value)


def _json(said: str) -> Any:
    """What it was made of; the text itself when somebody else wrote it."""
    try:
        found = orjson.loads(said)
    except orjson.JSONDecodeError:
        return said
    return found if is_stored(found) else said


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


OF_TESTS: dict[str, Any] = {"postgresql_where": text("test"), "sqlite_where": text("test = 1")}
"""Of an index that holds tests alone, of a table with a column ``test``, said as each database is
asked for them."""
Key = Annotated[int, mapped_column(BigKey, primary_key=True)]
Created = Annotated[datetime, mapped_column(UtcTime, default=now)]
Kind = Annotated[str, mapped_column(String(40))]
