"""What a member's screen posted, and what goes back to it."""

from __future__ import annotations

import orjson
from flask import request
from flask_login import current_user
from werkzeug.datastructures import FileStorage

from hubapp.core.errors import DomainError, Problem, Refused
from hubapp.core.words import Words
from hubapp.services import editing

Told = dict[str, Words]
"""Control -> sentence."""


def who() -> int:
    """The id of the person who is logged in."""
    return int(current_user.id)


def told(refusal: DomainError) -> Told:
    """What is wrong, by control."""
    return {problem.where: problem.sentence for problem in refusal.problems}


def quietly() -> bool:
    """The screen saves by itself and reads the answer as JSON."""
    return "_autosave" in request.form


def number_posted(name: str) -> int:
    """An id that was chosen; 0 for what is none."""
    typed = request.form.get(name, "")
    return int(typed) if typed.isdecimal() and len(typed) < 19 else 0


def revision_posted() -> int | None:
    """The revision on which what was typed began; None when the form does not say."""
    revision = request.form.get("_revision", "")
    return int(revision) if revision.isdecimal() and len(revision) < 10 else None


def bases_posted() -> list[dict[str, str]]:
    """What each control that a screen changed held before (``core/merging.py``); empty when the
    screen does not say, as one without a script."""
    try:
        found = orjson.loads(request.form.get("_base", ""))
    except orjson.JSONDecodeError:
        return []
    bases = found if isinstance(found, list) else []
    texts = [dict(each) for each in bases if isinstance(each, dict)]
    whole = all(isinstance(text, str) for each in texts for text in each.values())
    return texts if whole and len(texts) == len(bases) else []


def begun() -> tuple[int | None, list[dict[str, str]]]:
    """On what a screen began: its revision, and what its changed controls held."""
    return revision_posted(), bases_posted()


def sent_posted() -> editing.Sent | None:
    """Which save of which open screen this is; None for a screen without a script."""
    tab, serial = (request.form.get(name, "") for name in ("_tab", "_serial"))
    if not (tab.isascii() and tab.isalnum() and len(tab) <= 40):
        return None
    if not (serial.isascii() and serial.isdecimal() and len(serial) < 10):
        return None
    return editing.Sent(tab, int(serial))


def kept_revision(newest: int) -> int:
    """A refused form keeps the revision on which it began: with the newest, the next press would
    overwrite unseen what somebody else wrote meanwhile."""
    posted = revision_posted()
    return newest if posted is None else posted


def whole_number(text: str, otherwise: int = 0) -> int:
    """A whole number of at most 18 digits as typed or linked; ``otherwise`` for anything else."""
    sign, digits = (-1, text[1:]) if text.startswith("-") else (1, text)
    return (
        sign * int(digits)
        if digits.isascii() and digits.isdecimal() and len(digits) < 19
        else (otherwise)
    )


def posted_pairs(workspace_id: int) -> list[tuple[str, str]]:
    """What was posted, with uploaded pictures stored and their ids in place of the files.

    Raises Refused when a file is no picture.
    """
    pairs = list(request.form.items(multi=True))
    removed = {name.removesuffix("_remove") for name, _ in pairs if name.endswith("_remove")}
    pairs = [(name, "" if name in removed else value) for name, value in pairs]
    for name, file in request.files.items():
        if file.filename and name.endswith("_file"):
            pairs.append((name.removesuffix("_file"), _stored(workspace_id, name, file)))
    return pairs


def _stored(workspace_id: int, name: str, file: FileStorage) -> str:
    try:
        return editing.store_picture(workspace_id, file.read())
    except Refused as refusal:
        sentences = (Problem(name.removesuffix("_file"), p.sentence) for p in refusal.problems)
        raise Refused(*sentences) from None


def password_typed_twice() -> str:
    """A new password. Raises Refused when what was typed again differs."""
    password = request.form.get("password", "")
    if password != request.form.get("password_confirm", ""):
        sentence = Words("The two passwords differ. Type the same one twice.")
        raise Refused(Problem("password_confirm", sentence))
    return password
