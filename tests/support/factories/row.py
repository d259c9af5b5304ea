"""What all factories have in common."""

from __future__ import annotations

from typing import Any

from factory.alchemy import SQLAlchemyModelFactory

from hubapp.doors.database import transaction
from hubapp.extensions import db


class Row(SQLAlchemyModelFactory):
    """A row that is committed, in the session of whoever asks."""

    class Meta:
        abstract = True
        sqlalchemy_session_factory = lambda: db.session  # noqa: E731 - read when a row is made

    @classmethod
    def _save(cls, model: Any, _session: Any, args: Any, values: Any) -> Any:
        with transaction() as session:
            session.add(row := model(*args, **values))
        return row
