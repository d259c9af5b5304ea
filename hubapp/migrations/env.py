"""Alembic's environment: the app's database and models, SQLite by way of batches."""

from alembic import context
from flask import current_app

from hubapp.doors.database import connection_of_library

database = current_app.extensions["migrate"].db


def run() -> None:
    """Migrate over one connection, all of it in one transaction."""
    with connection_of_library() as connection:
        sqlite = connection.dialect.name == "sqlite"
        if sqlite:
            # A batch makes a table anew and drops the old one: with foreign keys on, that would
            # delete every row that points at it. The switch only works before a transaction.
            connection.connection.driver_connection.execute("PRAGMA foreign_keys=OFF")
        try:
            context.configure(
                connection=connection, target_metadata=database.metadata, render_as_batch=True
            )
            with context.begin_transaction():
                context.run_migrations()
            connection.commit()
        finally:
            if sqlite:
                connection.rollback()
                connection.connection.driver_connection.execute("PRAGMA foreign_keys=ON")


run()
