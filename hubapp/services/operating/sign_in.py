"""Accounts as flask-security keeps them."""

from __future__ import annotations

from flask_security import SQLAlchemyUserDatastore

from hubapp.doors.database import transaction_of_library


class Accounts(SQLAlchemyUserDatastore):  # type: ignore[misc]
    """It changes rows first (log-ins, new passwords) and asks for the commit at the end."""

    def commit(self) -> None:
        """Write what was changed."""
        with transaction_of_library():
            pass
