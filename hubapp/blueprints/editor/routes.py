"""Build: the hub itself, its cards and their forms, undo, redo, publish."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, request, url_for

from hubapp.blueprints.editor.forms import HubWords
from hubapp.blueprints.editor.pages import (
    card_page,
    form_page,
    hub_page,
    left_quietly,
    picker_page,
    saved_quietly,
    screen_left,
)
from hubapp.core.controls import tree_of
from hubapp.core.errors import DomainError, PartlySaved
from hubapp.core.words import Words
from hubapp.models import Hub
from hubapp.services import editing
from hubapp.web.access import for_members
from hubapp.web.posted import begun, posted_pairs, quietly, sent_posted, told, who, whole_number
from hubapp.web.steps import step_back, step_forward
from hubapp.web.words import said, said_in, tell

bp = Blueprint("editor", __name__)
_BUILD = "/hubs/<int:hub_id>/edit"
_CARD = f"{_BUILD}/cards/<card_id>"


@bp.get(_BUILD)
@for_members("editor")
def build(hub: Hub) -> Any:
    return hub_page(hub)


@bp.post(_BUILD)
@for_members("editor")
def save_hub(hub: Hub) -> Any:
    """Saved by the button, or by itself (``_autosave``)."""
    form = HubWords()
    try:
        words = form.words(dict(posted_pairs(hub.workspace_id)))
        editing.save_hub(hub.id, who(), words, form.theme(), *begun(), sent_posted())
    except DomainError as refusal:
        if quietly():
            return left_quietly(hub, "hub", refusal)
        return hub_page(hub, told(refusal), isinstance(refusal, PartlySaved))
    if quietly():
        return saved_quietly(hub, "hub")
    tell(Words("Saved."), "good")
    return _to_build(hub)


@bp.get(f"{_BUILD}/add")
@for_members("editor")
def picker(hub: Hub) -> Any:
    return picker_page(hub)


@bp.post(f"{_BUILD}/add")
@for_members("editor")
def add_card(hub: Hub) -> Any:
    card_id = editing.add_card(hub.id, who(), request.form.get("kind", ""))
    return redirect(url_for("editor.card", hub_id=hub.id, card_id=card_id))


@bp.post(f"{_BUILD}/undo")
@for_members("editor")
def undo(hub: Hub) -> Any:
    step_back(hub.id)
    return redirect(screen_left(hub))


@bp.post(f"{_BUILD}/redo")
@for_members("editor")
def redo(hub: Hub) -> Any:
    step_forward(hub.id)
    return redirect(screen_left(hub))


@bp.get(_CARD)
@for_members("editor")
def card(hub: Hub, card_id: str) -> Any:
    return card_page(hub, card_id)


@bp.post(_CARD)
@for_members("editor")
def save_card(hub: Hub, card_id: str) -> Any:
    """Saved by the button, by a list button (``_action``), or by itself (``_autosave``)."""
    action = request.form.get("_action", "")
    try:
        posted = tree_of(posted_pairs(hub.workspace_id))
        editing.save_card(hub.id, who(), card_id, posted, action, *begun(), sent_posted())
    except DomainError as refusal:
        if quietly():
            return left_quietly(hub, f"card:{card_id}", refusal)
        return card_page(hub, card_id, refusal)
    if quietly():
        return saved_quietly(hub, f"card:{card_id}")
    if not action:
        tell(Words("Saved."), "good")
    anchor = action.partition(":")[2] or None
    return redirect(url_for("editor.card", hub_id=hub.id, card_id=card_id, _anchor=anchor))


@bp.post(f"{_CARD}/move")
@for_members("editor")
def move_card(hub: Hub, card_id: str) -> Any:
    position = whole_number(request.form.get("position", ""))
    editing.move_card(hub.id, who(), card_id, position)
    return redirect(screen_left(hub))


@bp.post(f"{_CARD}/duplicate")
@for_members("editor")
def duplicate_card(hub: Hub, card_id: str) -> Any:
    copy_id = editing.duplicate_card(hub.id, who(), card_id, said)
    return redirect(url_for("editor.card", hub_id=hub.id, card_id=copy_id))


@bp.post(f"{_CARD}/remove")
@for_members("editor")
def remove_card(hub: Hub, card_id: str) -> Any:
    title = editing.remove_card(hub.id, who(), card_id)
    tell(Words("“%(title)s” is removed. Undo brings it back.", title=title), "info")
    return _to_build(hub)


@bp.get(f"{_CARD}/form")
@for_members("editor")
def card_form(hub: Hub, card_id: str) -> Any:
    return form_page(hub, card_id)


@bp.post(f"{_CARD}/form")
@for_members("editor")
def save_card_form(hub: Hub, card_id: str) -> Any:
    """Saved by the button, by a list button (``_action``), or by itself (``_autosave``)."""
    action = request.form.get("_action", "")
    if action == "add":
        action = f"add:{request.form.get('_kind', '')}"
    try:
        posted = tree_of(request.form.items(multi=True))
        in_its_language = said_in(editing.language_of(hub.id))
        sent = in_its_language, sent_posted()
        editing.save_form(hub.id, who(), card_id, posted, action, *begun(), *sent)
    except DomainError as refusal:
        if quietly():
            return left_quietly(hub, f"form:{card_id}", refusal)
        return form_page(hub, card_id, refusal)
    if quietly():
        return saved_quietly(hub, f"form:{card_id}")
    if not action:
        tell(Words("The form is saved."), "good")
    return redirect(url_for("editor.card_form", hub_id=hub.id, card_id=card_id, _anchor="fields"))


def _to_build(hub: Hub) -> Any:
    return redirect(url_for("editor.build", hub_id=hub.id))
