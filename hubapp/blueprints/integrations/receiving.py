"""What a destination would receive, and for whom. The choice comes by post, so that nothing of a
person stands in an address, and is kept nowhere."""

from __future__ import annotations

import json
from typing import Any

from flask import render_template, request

from hubapp.blueprints.integrations.mapping import sections
from hubapp.core.words import Words
from hubapp.models import Hub
from hubapp.services import integrations
from hubapp.web.words import language

_WHOM = (
    (integrations.INVENTED, Words("Invented")),
    (integrations.LAST, Words("Last real person")),
    (integrations.CHOSEN, Words("Chosen answers")),
)
_MOST = 1000
"""Answers that are read: more than the longest mapping asks for."""


def choice_posted() -> integrations.Choice:
    """For whom; an invented visitor where nothing was chosen."""
    posted = request.form
    whom = posted.get("_whom", "")
    answers = {key: posted.getlist(f"_answer.{key}") for key in posted.getlist("_asked")[:_MOST]}
    known = whom if whom in dict(_WHOM) else integrations.INVENTED
    return integrations.Choice(known, answers, language())


def received(hub: Hub, kind: str, form: integrations.Form) -> dict[str, Any]:
    """What the example shows. Raises NotFoundHere."""
    found = integrations.example(hub, kind, form, choice_posted())
    return {
        "example": found,
        "whoms": _WHOM,
        "body": indented(found.body),
        "sections": sections(found.shown),
    }


def example_part(hub: Hub, kind: str) -> str:
    """The example alone, by the draft of the mapping. Raises NotFoundHere."""
    form, _ = integrations.draft_form(hub, kind)
    return render_template(
        "integrations/example.html",
        hub=hub,
        destination=integrations.destination_or_404(kind),
        at_kind={"hub_id": hub.id, "kind": kind},
        **received(hub, kind, form),
    )


def indented(body: str) -> str:
    """A body as people read it."""
    return json.dumps(json.loads(body), indent=2, ensure_ascii=False) if body else ""
