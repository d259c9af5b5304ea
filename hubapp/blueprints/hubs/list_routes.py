"""The list of hubs, and what is done to a hub as a whole: copied, put away, had back."""

from __future__ import annotations

from typing import Any

from flask import g, redirect, render_template, request, url_for

from hubapp.blueprints.hubs.list_pages import list_page, sentences_of_copy
from hubapp.blueprints.hubs.routes import bp
from hubapp.core.words import Words
from hubapp.models import Hub
from hubapp.services import editing
from hubapp.web.access import for_members
from hubapp.web.posted import whole_number
from hubapp.web.words import said, tell

_HUB = "/hubs/<int:hub_id>"


@bp.get("/hubs/")
@for_members("analyst")
def listing() -> Any:
    shelf = request.args.get("shelf", "")
    found = editing.Shelf(shelf) if shelf in list(editing.Shelf) else editing.Shelf.HERE
    before = whole_number(request.args.get("before", ""))
    return list_page(g.workspace.id, found, request.args.get("q", "").strip()[:120], before)


@bp.post(f"{_HUB}/duplicate")
@for_members("editor")
def duplicate(hub: Hub) -> Any:
    copy = editing.duplicate_hub(hub, said)
    for sentence in sentences_of_copy(hub, copy):
        tell(sentence, "good")
    return redirect(url_for("editor.build", hub_id=copy.hub.id))


@bp.post(f"{_HUB}/archive")
@for_members("editor")
def archive(hub: Hub) -> Any:
    editing.archive_hub(hub.id)
    tell(Words("“%(hub)s” is archived, and off the air. Nothing is lost.", hub=hub.name), "good")
    return redirect(url_for("hubs.listing"))


@bp.post(f"{_HUB}/unarchive")
@for_members("editor")
def unarchive(hub: Hub) -> Any:
    editing.unarchive_hub(hub.id)
    sentence = Words("“%(hub)s” is back as a draft. Publish it to put it on the air.", hub=hub.name)
    tell(sentence, "good")
    return redirect(url_for("hubs.listing"))


@bp.get(f"{_HUB}/delete")
@for_members("admin")
def before_deleting(hub: Hub) -> Any:
    """What goes, and for how long it can be had back."""
    return render_template(
        "hubs/delete.html", hub=hub, tab="settings", section="general", days=editing.KEPT.days
    )


@bp.post(f"{_HUB}/delete")
@for_members("admin")
def delete(hub: Hub) -> Any:
    editing.delete_hub(hub.id)
    sentence = Words(
        "“%(hub)s” is deleted. For %(days)s days you can have it back: it is under Deleted.",
        hub=hub.name,
        days=editing.KEPT.days,
    )
    tell(sentence, "good")
    return redirect(url_for("hubs.listing"))


@bp.post(f"{_HUB}/restore")
@for_members("admin", deleted=True)
def restore(hub: Hub) -> Any:
    editing.restore_hub(hub.id)
    sentence = Words("“%(hub)s” is back as a draft. Publish it to put it on the air.", hub=hub.name)
    tell(sentence, "good")
    return redirect(url_for("hubs.listing"))
