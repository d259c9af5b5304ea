"""A card and its form."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, request, url_for

from hubapp.blueprints.editor.rooms import (
    bp,
    build_page,
    posted_pairs,
    quietly,
    refused_quietly,
    revision_posted,
    saved_quietly,
    told,
    who,
)
from hubapp.cards import card_type_of
from hubapp.core.errors import DomainError, NotFoundHere
from hubapp.core.posted import nested
from hubapp.fields import FIELD_KINDS, field_kind_of
from hubapp.fields.country import countries
from hubapp.models import Hub
from hubapp.services import editing
from hubapp.web.access import for_members


def _card_page(
    hub: Hub,
    card_id: str,
    status: int = 200,
    problems: dict[str, str] | None = None,
    content: Any = None,
    own: Any = None,
) -> Any:
    card, newest = editing.document(hub.id, f"card:{card_id}")
    card_type = card_type_of(card["kind"])
    if card_type is None:
        raise NotFoundHere
    shown = content if content is not None else card["content"]
    found = {each.where: each.sentence for each in card_type.problems(shown, publishing=False)}
    return build_page(
        hub,
        "editor/card.html",
        status,
        card={**card, **(own or {}), "id": card_id},
        card_type=card_type,
        content=shown,
        problems=found | (problems or {}),
        revision=_kept_revision(newest),
        unsaved=content is not None,
        active=card_id,
    )


def _kept_revision(newest: int) -> int:
    """A refused form keeps the revision on which it began: with the newest, the next press would
    overwrite unseen what somebody else wrote meanwhile."""
    posted = revision_posted()
    return newest if posted is None else posted


@bp.get("/hubs/<int:hub_id>/edit/cards/<card_id>")
@for_members("editor")
def card(hub: Hub, card_id: str) -> Any:
    return _card_page(hub, card_id)


@bp.post("/hubs/<int:hub_id>/edit/cards/<card_id>")
@for_members("editor")
def save_card(hub: Hub, card_id: str) -> Any:
    """Saved by the button, by a list button (``_action``), or by itself (``_autosave``)."""
    action = request.form.get("_action", "")
    try:
        posted = nested(posted_pairs(hub.workspace_id))
        editing.save_card(hub.id, who(), card_id, posted, action, revision_posted())
    except DomainError as refusal:
        return refused_quietly(refusal) if quietly() else _not_saved(hub, card_id, refusal)
    if quietly():
        return saved_quietly(hub, f"card:{card_id}")
    if not action:
        flash("Saved.", "good")
    anchor = action.partition(":")[2] or None
    return redirect(url_for("editor.card", hub_id=hub.id, card_id=card_id, _anchor=anchor))


def _not_saved(hub: Hub, card_id: str, refusal: DomainError) -> Any:
    card, _ = editing.document(hub.id, f"card:{card_id}")
    card_type = card_type_of(card["kind"])
    posted = nested(request.form.items(multi=True))
    content = card_type.content_from(posted, card["content"]) if card_type else None
    own = {key: request.form.get(f"card_{key}", card[key]) for key in ("title", "slug", "summary")}
    return _card_page(hub, card_id, 422, told(refusal), content, own)


def _form_page(hub: Hub, card_id: str, status: int = 200, form: Any = None, **extra: Any) -> Any:
    card, _ = editing.document(hub.id, f"card:{card_id}")
    kept = editing.documents(hub.id).get(f"form:{card_id}")
    newest = editing.document(hub.id, f"form:{card_id}")[1] if kept else 0
    blank = {"placement": "", "headline": "", "button": "Continue", "fields": []}
    return build_page(
        hub,
        "editor/form.html",
        status,
        card={**card, "id": card_id},
        form=form or kept or blank,
        kinds=FIELD_KINDS.values(),
        countries=countries(),
        active=card_id,
        problems=extra.get("problems", {}),
        revision=_kept_revision(newest),
    )


@bp.get("/hubs/<int:hub_id>/edit/cards/<card_id>/form")
@for_members("editor")
def card_form(hub: Hub, card_id: str) -> Any:
    return _form_page(hub, card_id)


@bp.post("/hubs/<int:hub_id>/edit/cards/<card_id>/form")
@for_members("editor")
def save_card_form(hub: Hub, card_id: str) -> Any:
    posted = nested(request.form.items(multi=True))
    action = request.form.get("_action", "")
    if action == "add":
        action = f"add:{request.form.get('_kind', '')}"
    try:
        editing.save_form(hub.id, who(), card_id, posted, action, revision_posted())
    except DomainError as refusal:
        if quietly():
            return refused_quietly(refusal)
        fields = [each for each in posted.get("fields", []) if field_kind_of(each.get("kind", ""))]
        for each in fields:
            each.setdefault("options", {})
        form = {"placement": "", "headline": "", "button": "", **posted, "fields": fields}
        return _form_page(hub, card_id, 422, form, problems=told(refusal))
    if quietly():
        return saved_quietly(hub, f"form:{card_id}")
    if not action:
        flash("The form is saved.", "good")
    return redirect(url_for("editor.card_form", hub_id=hub.id, card_id=card_id, _anchor="fields"))
