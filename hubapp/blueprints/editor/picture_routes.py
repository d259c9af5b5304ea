"""Pictures go up by themselves, as soon as they are chosen; the card that shows one is saved after
that like any control of it."""

from __future__ import annotations

from typing import Any

from flask import jsonify, request

from hubapp.blueprints.editor.routes import bp
from hubapp.core.errors import Refused
from hubapp.core.words import Words
from hubapp.models import Hub
from hubapp.services import editing
from hubapp.web.access import for_members
from hubapp.web.pictures import picture_url
from hubapp.web.words import said


@bp.post("/hubs/<int:hub_id>/edit/pictures")
@for_members("editor")
def upload_picture(hub: Hub) -> Any:
    """One file (``file``). Answers with its ``id`` for documents and its address, or with the
    ``problem``, which names the file."""
    file = request.files.get("file")
    name = (file.filename or "") if file else ""
    try:
        stored = editing.store_picture(hub.workspace_id, file.read() if file else b"")
    except Refused as refusal:
        why = refusal.problems[0].sentence
        return jsonify(problem=said(Words("“%(file)s”: %(why)s", file=name, why=why))), 409
    return jsonify(id=stored, url=picture_url(stored, "400"))
