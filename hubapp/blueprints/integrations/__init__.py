"""Hub settings > Integrations."""

from __future__ import annotations

import json
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for

from hubapp.core.errors import DomainError
from hubapp.core.posted import nested
from hubapp.destinations import DESTINATIONS
from hubapp.models import Hub
from hubapp.services import integrations
from hubapp.web.access import for_members

bp = Blueprint("integrations", __name__)
_AT = "/hubs/<int:hub_id>/settings/integrations"


@bp.get(_AT)
@for_members("analyst")
def listing(hub: Hub) -> Any:
    tiles = [
        (each, integrations.connection_of(hub.id, each.kind)) for each in DESTINATIONS.values()
    ]
    return render_template(
        "integrations/list.html", hub=hub, tab="settings", section="integrations", tiles=tiles
    )


def _page(hub: Hub, kind: str, form: integrations.Form, status: int = 200, **extra: Any) -> Any:
    destination = integrations.destination_or_404(kind)
    targets = destination.targets()
    standard = {target.key for target in targets}
    sentences, body = integrations.example(hub, kind, form)
    connection = integrations.connection_of(hub.id, kind)
    page = render_template(
        "integrations/connect.html",
        hub=hub,
        tab="settings",
        section="integrations",
        destination=destination,
        connection=connection,
        form=integrations.with_secret_gone(form),
        sources=integrations.sources(hub),
        targets=targets,
        rows=[integrations.with_targets_split(row, standard) for row in form.mapping.rows],
        sentences=sentences,
        earlier=integrations.earlier_submissions(connection) if connection else 0,
        runs=integrations.runs_of(connection) if connection else [],
        body=json.dumps(json.loads(body), indent=2, ensure_ascii=False) if body else "",
        problems=extra.get("problems", {}),
        unsaved=request.method == "POST",
    )
    return page, status


@bp.get(f"{_AT}/<kind>")
@for_members("admin")
def connect(hub: Hub, kind: str) -> Any:
    return _page(hub, kind, integrations.form_of(hub, kind))


@bp.post(f"{_AT}/<kind>")
@for_members("admin")
def save(hub: Hub, kind: str) -> Any:
    """Save, or change the rows and show the page again (``_action``)."""
    action = request.form.get("_action", "")
    form = integrations.read_form(kind, nested(request.form.items(multi=True)), action)
    if action:
        return _page(hub, kind, form)
    try:
        integrations.save(hub, kind, form)
    except DomainError as refusal:
        problems = {problem.where: problem.sentence for problem in refusal.problems}
        return _page(hub, kind, form, 422, problems=problems)
    flash("The key works and the connection is on. New submissions go out live.", "good")
    return redirect(url_for("integrations.connect", hub_id=hub.id, kind=kind))


@bp.post(f"{_AT}/<kind>/test")
@for_members("admin")
def send_test(hub: Hub, kind: str) -> Any:
    accepted, sentence = integrations.send_test(hub, integrations.existing(hub, kind))
    flash(sentence, "good" if accepted else "bad")
    return redirect(url_for("integrations.connect", hub_id=hub.id, kind=kind))


@bp.post(f"{_AT}/<kind>/pause")
@for_members("admin")
def pause(hub: Hub, kind: str) -> Any:
    integrations.pause(hub, kind)
    flash("Paused. Everything is kept until you resume.", "info")
    return redirect(url_for("integrations.connect", hub_id=hub.id, kind=kind))


@bp.post(f"{_AT}/<kind>/resume")
@for_members("admin")
def resume(hub: Hub, kind: str) -> Any:
    integrations.resume(hub, kind)
    flash("Resumed. What waited goes out now.", "good")
    return redirect(url_for("integrations.connect", hub_id=hub.id, kind=kind))


@bp.post(f"{_AT}/<kind>/disconnect")
@for_members("admin")
def disconnect(hub: Hub, kind: str) -> Any:
    integrations.disconnect(hub, kind)
    flash("Disconnected. The key is forgotten.", "info")
    return redirect(url_for("integrations.listing", hub_id=hub.id))


from hubapp.blueprints.integrations import deliveries  # noqa: E402, F401 - its routes need bp
