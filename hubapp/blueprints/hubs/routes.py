"""The list of hubs, a new hub, its settings and versions."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for

from hubapp.blueprints.hubs.forms import Address, Language, Visitors
from hubapp.blueprints.hubs.pages import (
    opening_page,
    settings_page,
    version_page,
    visitors_page,
)
from hubapp.core.controls import tree_of
from hubapp.core.errors import DomainError
from hubapp.core.words import Words
from hubapp.models import Hub
from hubapp.services import editing
from hubapp.web.access import for_members
from hubapp.web.posted import revision_posted, told, who
from hubapp.web.words import tell

bp = Blueprint("hubs", __name__)


@bp.get("/hubs/<int:hub_id>/settings")
@for_members("editor")
def settings(hub: Hub) -> Any:
    return settings_page(hub)


@bp.post("/hubs/<int:hub_id>/settings")
@for_members("editor")
def save_settings(hub: Hub) -> Any:
    try:
        editing.change_address(hub, Address().slug.data or "")
    except DomainError as refusal:
        return settings_page(hub, told(refusal))
    tell(Words("The address is saved. Links to the old one lead here."), "saved")
    return redirect(url_for("hubs.settings", hub_id=hub.id))


@bp.get("/hubs/<int:hub_id>/settings/opening")
@for_members("editor")
def opening(hub: Hub) -> Any:
    return opening_page(hub)


@bp.post("/hubs/<int:hub_id>/settings/opening")
@for_members("editor")
def save_opening(hub: Hub) -> Any:
    """Part of the draft: visitors see it with the next version."""
    try:
        posted = tree_of(request.form.items(multi=True))
        editing.save_times(hub.id, who(), posted, revision_posted())
    except DomainError as refusal:
        return opening_page(hub, told(refusal))
    tell(Words("Saved. Publish the hub, and visitors see it."), "saved")
    return redirect(url_for("hubs.opening", hub_id=hub.id))


@bp.get("/hubs/<int:hub_id>/settings/visitors")
@for_members("editor")
def visitors(hub: Hub) -> Any:
    """How long somebody stays named."""
    return visitors_page(hub)


@bp.post("/hubs/<int:hub_id>/settings/visitors")
@for_members("editor")
def save_visitors(hub: Hub) -> Any:
    try:
        form = Visitors()
        days, waits = form.erase_days.data or "", form.waits.data or editing.waits_of(hub.id)
        editing.choose_stay(hub.id, who(), form.stays.data or "", days, waits)
    except DomainError as refusal:
        return visitors_page(hub, told(refusal))
    tell(Words("Saved. Publish the hub, and it holds."), "saved")
    return redirect(url_for("hubs.visitors", hub_id=hub.id))


@bp.post("/hubs/<int:hub_id>/settings/language")
@for_members("editor")
def save_language(hub: Hub) -> Any:
    try:
        editing.choose_language(hub.id, who(), Language().language.data or "")
    except DomainError as refusal:
        return settings_page(hub, told(refusal))
    tell(Words("The language is saved. Visitors read it when you publish."), "saved")
    return redirect(url_for("hubs.settings", hub_id=hub.id))


@bp.post("/hubs/<int:hub_id>/unpublish")
@for_members("editor")
def unpublish(hub: Hub) -> Any:
    editing.unpublish(hub.id)
    sentence = Words(
        "The hub is off the air. Publish it, or make a version live, to bring it back."
    )
    tell(sentence, "good")
    return redirect(url_for("hubs.settings", hub_id=hub.id))


@bp.get("/hubs/<int:hub_id>/versions")
@for_members("analyst")
def versions(hub: Hub) -> Any:
    return render_template(
        "hubs/versions.html",
        hub=hub,
        tab="settings",
        section="versions",
        versions=editing.versions_of(hub.id),
        changed=editing.has_changes(hub),
    )


@bp.get("/hubs/<int:hub_id>/versions/<int:number>")
@for_members("analyst")
def version(hub: Hub, number: int) -> Any:
    return version_page(hub, editing.version_numbered(hub.id, number))


@bp.post("/hubs/<int:hub_id>/versions/<int:number>/live")
@for_members("editor")
def roll_back(hub: Hub, number: int) -> Any:
    editing.roll_back(hub.id, number)
    sentence = Words("Version %(number)s is live again. The draft stays as it is.", number=number)
    tell(sentence, "good")
    return redirect(url_for("hubs.versions", hub_id=hub.id))
