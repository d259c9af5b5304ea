"""What the connect screen keeps by itself."""

from __future__ import annotations

from typing import Any

from flask import jsonify, request

from hubapp.core.controls import tree_of
from hubapp.core.errors import DomainError
from hubapp.models import Hub
from hubapp.services import editing, integrations
from hubapp.web.posted import begun, sent_posted, who
from hubapp.web.saving import Saved, refused_quietly, saved_of, steps_of


def keep(hub: Hub, kind: str, action: str) -> None:
    """What was typed of the mapping, as a draft."""
    posted = tree_of(request.form.items(multi=True))
    integrations.save_draft(hub, kind, who(), posted, action, *begun(), sent_posted())


def bar_of(hub: Hub, kind: str) -> dict[str, Any]:
    """What the bar over the mapping says."""
    key = integrations.key_of_draft(kind)
    return {
        **steps_of(hub, key),
        "base": request.form.get("_base", ""),
        "saved_at": editing.last_saved(hub.id, key),
        "changed": not integrations.is_saved(hub, kind),
    }


def kept_quietly(hub: Hub, kind: str) -> Any:
    """The answer to a screen that saved by itself."""
    return jsonify(_saved(hub, kind))


def left_quietly(hub: Hub, kind: str, refusal: DomainError) -> Any:
    """The answer to one whose save was refused."""
    return refused_quietly(refusal, lambda: _saved(hub, kind))


def _saved(hub: Hub, kind: str) -> Saved:
    _, revision = integrations.draft_form(hub, kind)
    changed = not integrations.is_saved(hub, kind)
    return saved_of(hub, revision, changed, integrations.key_of_draft(kind))
