"""Undo and Redo of an editing screen, and what is said of them."""

from __future__ import annotations

from hubapp.core.errors import EditConflict
from hubapp.core.words import Words
from hubapp.services import editing
from hubapp.web.posted import who
from hubapp.web.words import tell


def step_back(hub_id: int, apart: str = "") -> None:
    """Take back the last step of whoever is logged in, and say which; apart: see ``editing.undo``.
    What somebody else has changed since stays, and that is said."""
    try:
        what = editing.undo(hub_id, who(), apart)
    except EditConflict as overtaken:
        return tell(overtaken.problems[0].sentence, "bad")
    nothing = Words("There is nothing to undo.")
    tell(Words("Undone: %(what)s.", what=what) if what else nothing, "info")


def step_forward(hub_id: int, apart: str = "") -> None:
    """Do again what they undid last, and say which; the rest as ``step_back``."""
    try:
        what = editing.redo(hub_id, who(), apart)
    except EditConflict as overtaken:
        return tell(overtaken.problems[0].sentence, "bad")
    nothing = Words("There is nothing to redo.")
    tell(Words("Done again: %(what)s.", what=what) if what else nothing, "info")
