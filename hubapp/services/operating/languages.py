"""The language that a member reads."""

from __future__ import annotations

from hubapp.core.errors import Problem, Refused
from hubapp.core.languages import OF_MEMBERS
from hubapp.core.words import Words
from hubapp.doors.database import transaction
from hubapp.models import User


def read_in(user: User, language: str) -> None:
    """Speak this language to the member from now on, on every device. language: one of
    ``OF_MEMBERS``; empty: what each browser asks for. Raises Refused for any other."""
    if language and language not in OF_MEMBERS:
        raise Refused(Problem("language", Words("Choose one of the languages in the list.")))
    with transaction():
        user.language = language or None
