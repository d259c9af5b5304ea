"""Hub settings > Integrations > Messages."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, request, url_for

from hubapp.blueprints.messages.pages import listing_page, message_page
from hubapp.core.controls import tree_of
from hubapp.core.errors import Refused
from hubapp.core.words import Words
from hubapp.models import Hub
from hubapp.services import integrations
from hubapp.web.access import for_members
from hubapp.web.posted import told
from hubapp.web.words import tell

bp = Blueprint("messages", __name__)
_AT = "/hubs/<int:hub_id>/settings/integrations/<kind>/messages"


@bp.get(_AT)
@for_members("admin")
def listing(hub: Hub, kind: str) -> Any:
    if not integrations.sends_messages(hub, kind):
        return redirect(url_for("integrations.connect", hub_id=hub.id, kind=kind))
    return listing_page(hub, kind)


@bp.get(f"{_AT}/<int:message_id>")
@for_members("admin")
def message(hub: Hub, kind: str, message_id: int) -> Any:
    """0 is a new one."""
    if not integrations.sends_messages(hub, kind):
        return redirect(url_for("integrations.connect", hub_id=hub.id, kind=kind))
    return message_page(hub, kind, integrations.plan_of(hub, kind, message_id))


@bp.post(f"{_AT}/<int:message_id>")
@for_members("admin")
def save(hub: Hub, kind: str, message_id: int) -> Any:
    """Save, or change its properties and show the page again (``_action``)."""
    action = request.form.get("_action", "")
    plan = integrations.read_plan(tree_of(request.form.items(multi=True)), message_id, action)
    if action:
        return message_page(hub, kind, plan)
    try:
        integrations.save_plan(hub, kind, plan)
    except Refused as refusal:
        return message_page(hub, kind, plan, told(refusal))
    tell(Words("Saved. It is sent from the next time on."), "saved")
    return redirect(url_for("messages.listing", hub_id=hub.id, kind=kind))


@bp.post(f"{_AT}/<int:message_id>/remove")
@for_members("admin")
def remove(hub: Hub, kind: str, message_id: int) -> Any:
    integrations.remove_plan(hub, kind, message_id)
    tell(Words("Removed. It is triggered no more."), "info")
    return redirect(url_for("messages.listing", hub_id=hub.id, kind=kind))
