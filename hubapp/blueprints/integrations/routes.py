"""Hub settings > Integrations."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, request, url_for

from hubapp.blueprints.integrations.drafting import keep, kept_quietly, left_quietly
from hubapp.blueprints.integrations.pages import (
    connect_page,
    listing_page,
    trial_page,
    versions_page,
)
from hubapp.blueprints.integrations.receiving import example_part
from hubapp.core.controls import tree_of
from hubapp.core.errors import DomainError, Refused
from hubapp.core.words import Words
from hubapp.models import Hub
from hubapp.services import integrations
from hubapp.web.access import for_members
from hubapp.web.posted import number_posted, quietly, told, who
from hubapp.web.sheets import csv_file
from hubapp.web.steps import step_back, step_forward
from hubapp.web.words import tell

bp = Blueprint("integrations", __name__)
_AT = "/hubs/<int:hub_id>/settings/integrations"


@bp.get(_AT)
@for_members("analyst")
def listing(hub: Hub) -> Any:
    return listing_page(hub)


@bp.get(f"{_AT}/<kind>")
@for_members("admin")
def connect(hub: Hub, kind: str) -> Any:
    return connect_page(hub, kind, integrations.draft_form(hub, kind)[0])


@bp.post(f"{_AT}/<kind>")
@for_members("admin")
def save(hub: Hub, kind: str) -> Any:
    """The mapping is kept as a draft, by itself (``_autosave``) or by a button of its rows
    (``_action``); Save checks it with the account and lets it hold."""
    action = request.form.get("_action", "")
    posted = tree_of(request.form.items(multi=True))
    form = integrations.read_form(kind, posted, workspace_id=hub.workspace_id)
    if action in ("show:example", "show:whom"):
        return connect_page(hub, kind, form)
    try:
        keep(hub, kind, action)
        if quietly():
            return kept_quietly(hub, kind)
        form = integrations.with_draft(hub, kind, form)
        if action:
            return connect_page(hub, kind, form)
        connection = integrations.save(hub, kind, form, who())
    except DomainError as refusal:
        if quietly():
            return left_quietly(hub, kind, refusal)
        return connect_page(hub, kind, form, told(refusal))
    tell(integrations.saved_words(connection), "good")
    return redirect(url_for("integrations.connect", hub_id=hub.id, kind=kind))


@bp.post(f"{_AT}/<kind>/example")
@for_members("admin")
def receive(hub: Hub, kind: str) -> Any:
    """For whom it was chosen. Nothing is kept, and the real person is shown to admins alone."""
    return example_part(hub, kind)


@bp.post(f"{_AT}/<kind>/undo")
@for_members("admin")
def undo(hub: Hub, kind: str) -> Any:
    """Of the draft of the mapping alone."""
    step_back(hub.id, integrations.key_of_draft(kind))
    return redirect(url_for("integrations.connect", hub_id=hub.id, kind=kind))


@bp.post(f"{_AT}/<kind>/redo")
@for_members("admin")
def redo(hub: Hub, kind: str) -> Any:
    step_forward(hub.id, integrations.key_of_draft(kind))
    return redirect(url_for("integrations.connect", hub_id=hub.id, kind=kind))


@bp.get(f"{_AT}/<kind>/versions")
@for_members("admin")
def versions(hub: Hub, kind: str) -> Any:
    return versions_page(hub, kind)


@bp.post(f"{_AT}/<kind>/versions/<int:number>")
@for_members("admin")
def take_version(hub: Hub, kind: str, number: int) -> Any:
    """Into the draft; Save puts it to use again."""
    integrations.take_version(hub, kind, who(), number)
    tell(Words("Version %(number)s is the draft now. Save puts it to use.", number=number), "info")
    return redirect(url_for("integrations.connect", hub_id=hub.id, kind=kind))


@bp.post(f"{_AT}/<kind>/versions/<int:number>/default")
@for_members("admin")
def make_default(hub: Hub, kind: str, number: int) -> Any:
    """With what new connections of the workspace begin."""
    integrations.make_default(hub, integrations.existing(hub, kind), number)
    tell(Words("New connections begin with version %(number)s.", number=number), "good")
    return redirect(url_for("integrations.versions", hub_id=hub.id, kind=kind))


@bp.post(f"{_AT}/<kind>/no-default")
@for_members("admin")
def drop_default(hub: Hub, kind: str) -> Any:
    integrations.drop_default(hub.workspace_id, kind)
    tell(Words("New connections begin with what fits the hub."), "info")
    return redirect(url_for("integrations.versions", hub_id=hub.id, kind=kind))


@bp.post(f"{_AT}/<kind>/pairs.csv")
@for_members("admin")
def pairs(hub: Hub, kind: str) -> Any:
    """Who would be found as somebody else by the rule that was posted."""
    posted = tree_of(request.form.items(multi=True))
    form = integrations.read_form(kind, posted, workspace_id=hub.workspace_id)
    connection = integrations.existing(hub, kind)
    return csv_file(f"{hub.slug}-{kind}-pairs", integrations.pairs_of(connection, form.mapping))


@bp.post(f"{_AT}/<kind>/test")
@for_members("admin")
def send_test(hub: Hub, kind: str) -> Any:
    """What was sent, and the answer, stand on a page of their own and are kept nowhere."""
    connection = integrations.existing(hub, kind)
    typed, sure = request.form.get("test_identity", ""), request.form.get("test_sure") == "y"
    try:
        tested = integrations.send_test(hub, connection, typed, sure)
    except Refused as refusal:
        return trial_page(hub, connection, typed, problems=told(refusal))
    return trial_page(hub, connection, typed, tested)


@bp.post(f"{_AT}/<kind>/pause")
@for_members("admin")
def pause(hub: Hub, kind: str) -> Any:
    integrations.pause(hub, kind)
    tell(Words("Paused. Everything is kept until you resume."), "info")
    return redirect(url_for("integrations.connect", hub_id=hub.id, kind=kind))


@bp.post(f"{_AT}/<kind>/resume")
@for_members("admin")
def resume(hub: Hub, kind: str) -> Any:
    integrations.resume(hub, kind)
    tell(Words("Resumed. What waited goes out now."), "good")
    return redirect(url_for("integrations.connect", hub_id=hub.id, kind=kind))


@bp.post(f"{_AT}/<kind>/links")
@for_members("admin")
def make_links(hub: Hub, kind: str) -> Any:
    """The key that signs the links of its messages, or another one."""
    integrations.make_link_key(hub, kind)
    tell(Words("The link is ready. Paste it into your messages."), "good")
    return redirect(url_for("integrations.connect", hub_id=hub.id, kind=kind) + "#links")


@bp.post(f"{_AT}/<kind>/links/person")
@for_members("admin")
def link_person(hub: Hub, kind: str) -> Any:
    """Who it is that comes by a link and types another address."""
    same = request.form.get("same_person") == "y"
    integrations.choose_link_person(hub, kind, same)
    tell(Words("Saved. It holds from now on."), "good")
    return redirect(url_for("integrations.connect", hub_id=hub.id, kind=kind) + "#links")


@bp.post(f"{_AT}/<kind>/account")
@for_members("admin")
def use_account(hub: Hub, kind: str) -> Any:
    """Another one of the workspace, whose key is tried first."""
    try:
        integrations.use_account(hub, kind, number_posted("account"))
    except Refused as refusal:
        return connect_page(hub, kind, integrations.draft_form(hub, kind)[0], told(refusal))
    waits = integrations.rests(integrations.existing(hub, kind))
    said = Words(
        "This hub has another account. What waits goes out with it. %(until)s", until=waits
    )
    tell(said, "good")
    return redirect(url_for("integrations.connect", hub_id=hub.id, kind=kind))


@bp.post(f"{_AT}/<kind>/disconnect")
@for_members("admin")
def disconnect(hub: Hub, kind: str) -> Any:
    stays = integrations.disconnect(hub, kind)
    tell(
        Words("Disconnected. Its account stays with the hubs that use it.")
        if stays
        else Words("Disconnected. The key is forgotten."),
        "info",
    )
    return redirect(url_for("integrations.listing", hub_id=hub.id))
