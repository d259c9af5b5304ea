"""What a test itself has to say to the database."""

from __future__ import annotations

from hubapp.doors.database import end_reading, transaction_of_library
from hubapp.extensions import db


def save() -> None:
    """Commit what the test has changed in rows that it has read; otherwise only end its reading,
    so that nobody is seen to write."""
    session = db.session()
    if not (session.dirty or session.new or session.deleted):
        return end_reading()
    with transaction_of_library():
        pass
