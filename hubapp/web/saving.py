"""What a screen that saves by itself is told."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import jsonify, request

from hubapp.core.errors import AlreadyTaken, DomainError, EditConflict, PartlySaved
from hubapp.core.words import Words
from hubapp.models import Hub
from hubapp.services import editing
from hubapp.web.posted import bases_posted, who
from hubapp.web.words import said, when

Saved = dict[str, Any]
_WHOLES = {"card_opening", "card_entry"}
"""Times and rules are one thing each: what stands beside something wrong in them is not saved."""


def steps_of(hub: Hub, apart: str = "") -> dict[str, str]:
    """What Undo and Redo would do; empty when there is nothing. apart: see ``editing.undo``."""
    back, forth = editing.undoable(hub.id, who(), apart)
    return {
        "undo": said(Words("Undo %(what)s", what=back)) if back else "",
        "redo": said(Words("Redo %(what)s", what=forth)) if forth else "",
    }


def saved_of(hub: Hub, revision: int, changed: bool, apart: str = "") -> Saved:
    """The words for it, the new revision, and what the bar over the draft offers now."""
    at = editing.last_saved(hub.id, apart)
    sentence = said(Words("Saved %(when)s", when=when(at))) if at else ""
    return {
        "saved": sentence,
        "revision": revision,
        "changed": changed,
        **steps_of(hub, apart),
    }


def refused_quietly(refusal: DomainError, saved: Callable[[], Saved]) -> Any:
    """The answer to a screen whose save was refused: its first problem; what somebody else wrote
    meanwhile, by control; or what alone is not saved, by control. saved: what is told of the rest.
    """
    problem = said(refusal.problems[0].sentence)
    if isinstance(refusal, PartlySaved):
        left = {each.where: said(each.sentence) for each in refusal.problems}
        wholes = {name.partition(".")[0] for name in left} & _WHOLES
        beside = [name for name in request.form if name.partition(".")[0] in wholes]
        left = dict.fromkeys(beside, "") | left
        sentence = said(Words("All but this is saved: %(why)s", why=problem))
        return jsonify(saved() | {"problem": sentence, "left": left}), 409
    if isinstance(refusal, AlreadyTaken):
        # Whoever still listens sends what stands in the boxes by now.
        return jsonify(problem=problem, again=True), 409
    if not (isinstance(refusal, EditConflict) and bases_posted()):
        return jsonify(problem=problem), 409
    theirs = {
        each.where: str(each.sentence.parameters.get("theirs", "")) for each in refusal.problems
    }
    return jsonify(problem=problem, theirs=theirs), 409
