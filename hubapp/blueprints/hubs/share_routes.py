"""Hub settings > Share: its link and QR code, and links to the preview."""

from __future__ import annotations

from typing import Any

from flask import Response, redirect, request, url_for

from hubapp.blueprints.hubs.routes import bp
from hubapp.blueprints.hubs.share_pages import share_page
from hubapp.core.errors import DomainError
from hubapp.core.words import Words
from hubapp.models import Hub
from hubapp.services import editing
from hubapp.web.access import for_members
from hubapp.web.attachments import kept_as
from hubapp.web.posted import told, who
from hubapp.web.qr import qr_file
from hubapp.web.words import tell

_AT = "/hubs/<int:hub_id>/settings/share"


@bp.get(_AT)
@for_members("analyst")
def share(hub: Hub) -> Any:
    return share_page(hub)


@bp.get(f"{_AT}/qr.svg")
@for_members("analyst")
def qr_code(hub: Hub) -> Response:
    """To print."""
    address = url_for("public.hub", slug=hub.slug, _external=True)
    response = Response(qr_file(address), content_type="image/svg+xml")
    return kept_as(response, f"{hub.slug}.svg")


@bp.post(f"{_AT}/embed")
@for_members("editor")
def save_frames(hub: Hub) -> Any:
    """On which sites the hub may be shown; at once, for it is no part of a version."""
    try:
        sites = editing.save_frame_sites(hub.id, request.form.get("sites", ""))
    except DomainError as refusal:
        return share_page(hub, told(refusal)), 422
    sentence = Words("Saved, and it holds now. The hub may be shown on these sites.")
    tell(sentence if sites else Words("Saved. No other site may show the hub now."), "saved")
    return redirect(url_for("hubs.share", hub_id=hub.id, _anchor="embed"))


@bp.post(f"{_AT}/search")
@for_members("editor")
def save_unlisted(hub: Hub) -> Any:
    editing.save_unlisted(hub.id, "unlisted" in request.form)
    tell(Words("Saved, and it holds now."), "saved")
    return redirect(url_for("hubs.share", hub_id=hub.id, _anchor="search"))


@bp.post(f"{_AT}/previews")
@for_members("editor")
def make_preview(hub: Hub) -> Any:
    editing.make_preview_link(hub.id, who())
    tell(Words("Here is the link. Whoever has it sees the draft for 7 days."), "good")
    return redirect(url_for("hubs.share", hub_id=hub.id, _anchor="previews"))


@bp.post(f"{_AT}/previews/<int:link_id>/take-back")
@for_members("editor")
def take_back_preview(hub: Hub, link_id: int) -> Any:
    editing.take_back_preview_link(hub.id, link_id)
    tell(Words("The link is taken back. It opens nothing any more."), "good")
    return redirect(url_for("hubs.share", hub_id=hub.id, _anchor="previews"))
