"""The brand's own face for headlines."""

from __future__ import annotations

from typing import Any

from flask import redirect, request, url_for

from hubapp.blueprints.editor.pages import hub_page
from hubapp.blueprints.editor.routes import bp
from hubapp.core.errors import Refused
from hubapp.core.words import Words
from hubapp.models import Hub
from hubapp.services import editing
from hubapp.web.access import for_members
from hubapp.web.posted import told, who
from hubapp.web.words import tell


@bp.post("/hubs/<int:hub_id>/edit/face")
@for_members("editor")
def choose_face(hub: Hub) -> Any:
    """One file (``face``)."""
    file = request.files.get("face")
    name, body = (file.filename or "", file.read()) if file else ("", b"")
    try:
        editing.choose_face(hub.id, who(), name, body)
    except Refused as refusal:
        return hub_page(hub, told(refusal), of_face=True)
    tell(Words("Your headlines are written in this face from the next version on."), "good")
    return redirect(url_for("editor.build", hub_id=hub.id) + "#face", 303)


@bp.post("/hubs/<int:hub_id>/edit/face/remove")
@for_members("editor")
def drop_face(hub: Hub) -> Any:
    editing.drop_face(hub.id, who())
    tell(Words("Your headlines are written in the face of the look again."), "info")
    return redirect(url_for("editor.build", hub_id=hub.id) + "#face", 303)
