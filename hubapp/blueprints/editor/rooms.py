"""The blueprint of the editor and what its screens share."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, jsonify, render_template, request
from flask_login import current_user
from werkzeug.datastructures import FileStorage

from hubapp.core.errors import DomainError, Problem, Refused
from hubapp.models import Hub
from hubapp.services import editing
from hubapp.web.words import when

bp = Blueprint("editor", __name__)


def who() -> int:
    """The id of the person who is logged in."""
    return int(current_user.id)


def build_page(hub: Hub, template: str, status: int = 200, **context: Any) -> tuple[str, int]:
    """A screen of Build: structure on the left, ``template`` in the middle."""
    docs = editing.documents(hub.id)
    undo, redo = editing.undoable(hub.id)
    page = render_template(
        template,
        hub=hub,
        tab="build",
        draft=docs["hub"],
        cards=editing.cards_in_order(docs),
        undo=undo,
        redo=redo,
        saved_at=editing.last_saved(hub.id),
        changed=editing.has_changes(hub),
        **context,
    )
    return page, status


def told(refusal: DomainError) -> dict[str, str]:
    """Control -> sentence."""
    return {problem.where: problem.sentence for problem in refusal.problems}


def quietly() -> bool:
    """The screen saves by itself and reads the answer as JSON."""
    return "_autosave" in request.form


def revision_posted() -> int | None:
    """The revision on which what was typed began; None when the form does not say."""
    revision = request.form.get("_revision", "")
    return int(revision) if revision.isdecimal() and len(revision) < 10 else None


def saved_quietly(hub: Hub, key: str) -> Any:
    """The answer to a screen that saved by itself: the words for it, and the new revision."""
    _, revision = editing.document(hub.id, key)
    return jsonify(saved=f"Saved {when(editing.last_saved(hub.id))}", revision=revision)


def refused_quietly(refusal: DomainError) -> Any:
    """The answer to a screen whose save was refused: its first problem."""
    return jsonify(problem=refusal.problems[0].sentence), 409


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
