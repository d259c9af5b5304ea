"""Flask extensions; imports nothing of ours."""

from __future__ import annotations

from typing import Any

import orjson
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from flask_wtf import CSRFProtect
from sqlalchemy import MetaData
from sqlalchemy.orm import DeclarativeBase


class Base(DeclarativeBase):
    """Named constraints, so that migrations can alter them on SQLite and PostgreSQL."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_label)s",
            "uq": "uq_%(table_name)s_%(column_0_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


def _read_json(kept: Any) -> Any:
    """What a JSON column keeps. A number alone is text to PostgreSQL; SQLite takes it for one."""
    return kept if isinstance(kept, int | float) else orjson.loads(kept)


db = SQLAlchemy(
    model_class=Base,
    engine_options={
        "pool_pre_ping": True,
        # What people told us stands in them; an error that is logged says the statement alone.
        "hide_parameters": True,
        "json_serializer": lambda value: orjson.dumps(value).decode(),
        "json_deserializer": _read_json,
    },
)
migrate = Migrate()
csrf = CSRFProtect()
limiter = Limiter(key_func=get_remote_address)
