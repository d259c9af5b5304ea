"""Publishing: first what it would do, then doing it."""

from __future__ import annotations

from typing import Any

from flask import redirect, request, url_for

from hubapp.blueprints.editor.publish_pages import in_its_language, publish_page, said_so_far
from hubapp.blueprints.editor.routes import bp
from hubapp.core.errors import DomainError
from hubapp.core.words import Words
from hubapp.models import Hub
from hubapp.services import editing
from hubapp.web.access import for_members
from hubapp.web.posted import who
from hubapp.web.words import tell


@bp.get("/hubs/<int:hub_id>/publish")
@for_members("editor")
def before_publishing(hub: Hub) -> Any:
    return publish_page(hub)


@bp.post("/hubs/<int:hub_id>/publish")
@for_members("editor")
def publish(hub: Hub) -> Any:
    """``_answers`` fills in how all rewordings of a card are answered, and publishes nothing."""
    consent = said_so_far()
    if request.form.get("_answers"):
        return publish_page(hub)
    try:
        note = request.form.get("note", "")
        version = editing.publish(hub.id, who(), consent, note, in_its_language(hub))
    except DomainError as refusal:
        return publish_page(hub, refusal)
    tell(Words("Version %(number)s is live.", number=version.number), "live")
    return redirect(url_for("editor.build", hub_id=hub.id))
