"""The page that asks for a mailed code."""

from __future__ import annotations

from typing import NamedTuple

from hubapp.blueprints.public.pages import look, rendered
from hubapp.core.words import NOTHING, Words
from hubapp.services.visiting import Tried, Visit, Waiting

WRONG = {
    Tried.WRONG: Words("That is not the code. Look at the newest mail from us."),
    Tried.OLD: Words("That code is no longer good. Ask for a new one."),
    Tried.SPENT: Words("Those were five wrong codes. Ask for a new one."),
}
"""What to say of a code that is not right."""


class Note(NamedTuple):
    """What came of what the visitor did."""

    said: Words = NOTHING
    wrong: bool = False


def code_page(
    slug: str,
    visit: Visit,
    asked: Waiting,
    note: Note = Note(),  # noqa: B008 - it never changes
    act: str = "",
    typed: str = "",
) -> str:
    """act: what was done, see ``confirm_routes.code``; typed: an address that comes back."""
    context = {
        **look(slug, visit.version_id, visit.snapshot),
        "card": visit.card,
        "play_token": visit.play_token,
        "asked": asked,
        "note": note,
        "act": act,
        "typed": typed if note.wrong and act == "change" else asked.email,
    }
    return rendered("public/confirm.html", context)
