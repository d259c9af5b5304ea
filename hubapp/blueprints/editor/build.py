"""Build: the hub itself, its cards' order, undo, redo, publish."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, request, url_for

from hubapp.blueprints.editor.hubs import theme_from
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
from hubapp.cards import CARD_TYPES
from hubapp.core.errors import DomainError, HubNotPublishable, Problem
from hubapp.core.theming import PRESETS
from hubapp.models import Hub
from hubapp.services import editing
from hubapp.web.access import for_members


@bp.get("/hubs/<int:hub_id>/edit")
@for_members("editor")
def build(hub: Hub) -> Any:
    _, revision = editing.document(hub.id, "hub")
    return build_page(
        hub, "editor/build.html", presets=PRESETS, problems={}, revision=revision, active="hub"
    )


@bp.post("/hubs/<int:hub_id>/edit")
@for_members("editor")
def save_hub(hub: Hub) -> Any:
    try:
        posted = dict(posted_pairs(hub.workspace_id))
        editing.save_hub(hub.id, who(), posted, theme_from(request.form), revision_posted())
    except DomainError as refusal:
        if quietly():
            return refused_quietly(refusal)
        return build_page(
            hub,
            "editor/build.html",
            422,
            presets=PRESETS,
            problems=told(refusal),
            revision=revision_posted(),
            active="hub",
            values=request.form,
        )
    if quietly():
        return saved_quietly(hub, "hub")
    flash("Saved.", "good")
    return redirect(url_for("editor.build", hub_id=hub.id))


@bp.get("/hubs/<int:hub_id>/edit/add")
@for_members("editor")
def picker(hub: Hub) -> Any:
    return build_page(hub, "editor/picker.html", types=CARD_TYPES.values(), active="add")


@bp.post("/hubs/<int:hub_id>/edit/add")
@for_members("editor")
def add_card(hub: Hub) -> Any:
    card_id = editing.add_card(hub.id, who(), request.form.get("kind", ""))
    return redirect(url_for("editor.card", hub_id=hub.id, card_id=card_id))


@bp.post("/hubs/<int:hub_id>/edit/undo")
@for_members("editor")
def undo(hub: Hub) -> Any:
    what = editing.undo(hub.id, who())
    flash(f"Undone: {what}." if what else "There is nothing to undo.", "info")
    return redirect(url_for("editor.build", hub_id=hub.id))


@bp.post("/hubs/<int:hub_id>/edit/redo")
@for_members("editor")
def redo(hub: Hub) -> Any:
    what = editing.redo(hub.id, who())
    flash(f"Done again: {what}." if what else "There is nothing to redo.", "info")
    return redirect(url_for("editor.build", hub_id=hub.id))


@bp.post("/hubs/<int:hub_id>/publish")
@for_members("editor")
def publish(hub: Hub) -> Any:
    try:
        version = editing.publish(hub.id, who())
    except HubNotPublishable as refusal:
        problems = [(problem, _place(hub, problem)) for problem in refusal.problems]
        return build_page(hub, "editor/not_publishable.html", 422, found=problems, active="")
    flash(f"Version {version.number} is live.", "live")
    return redirect(url_for("editor.build", hub_id=hub.id))


def _place(hub: Hub, problem: Problem) -> str:
    """The address of the control to mend."""
    document, _, control = problem.where.partition("/")
    kind, _, card_id = document.partition(":")
    endpoints = {"card": "editor.card", "form": "editor.card_form"}
    if kind in endpoints:
        return url_for(endpoints[kind], hub_id=hub.id, card_id=card_id, _anchor=control)
    return url_for("editor.build", hub_id=hub.id, _anchor=control)


@bp.post("/hubs/<int:hub_id>/edit/cards/<card_id>/move")
@for_members("editor")
def move_card(hub: Hub, card_id: str) -> Any:
    position = request.form.get("position", "0")
    at = int(position) if position.lstrip("-").isdecimal() else 0
    editing.move_card(hub.id, who(), card_id, at)
    return redirect(url_for("editor.build", hub_id=hub.id))


@bp.post("/hubs/<int:hub_id>/edit/cards/<card_id>/duplicate")
@for_members("editor")
def duplicate_card(hub: Hub, card_id: str) -> Any:
    copy_id = editing.duplicate_card(hub.id, who(), card_id)
    return redirect(url_for("editor.card", hub_id=hub.id, card_id=copy_id))


@bp.post("/hubs/<int:hub_id>/edit/cards/<card_id>/remove")
@for_members("editor")
def remove_card(hub: Hub, card_id: str) -> Any:
    title = editing.remove_card(hub.id, who(), card_id)
    flash(f"“{title}” is removed. Undo brings it back.", "info")
    return redirect(url_for("editor.build", hub_id=hub.id))
