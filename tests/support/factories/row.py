"""What all factories have in common."""

from __future__ import annotations

from factory.alchemy import SQLAlchemyModelFactory

from hubapp.extensions import db


class Row(SQLAlchemyModelFactory):
    """A row that is committed, in the session of whoever asks."""

    class Meta:
        abstract = True
        sqlalchemy_session_factory = lambda: db.session  # noqa: E731 - read when a row is made
        sqlalchemy_session_persistence = "commit"
