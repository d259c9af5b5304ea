"""The connect screen."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace

from flask import render_template, request

from hubapp.core.mapping import Source
from hubapp.core.spoken import spoken
from hubapp.core.words import Words
from hubapp.destinations import DESTINATIONS
from hubapp.models import Hub
from hubapp.services import integrations
from hubapp.web.posted import Told
from hubapp.web.words import said


def listing_page(hub: Hub) -> str:
    """A tile for each destination. With each connection that is being disconnected: how far."""
    found = [
        (each, integrations.connection_of(hub.id, each.kind)) for each in DESTINATIONS.values()
    ]
    tiles = [
        (destination, connection, integrations.runs_of(connection))
        if connection and connection.state == "leaving"
        else (destination, connection, [])
        for destination, connection in found
    ]
    return render_template(
        "integrations/list.html", hub=hub, tab="settings", section="integrations", tiles=tiles
    )


def connect_page(
    hub: Hub, kind: str, form: integrations.Form, problems: Told | None = None
) -> tuple[str, int]:
    """The connect screen, as saved or as it was posted. Raises NotFoundHere."""
    destination = integrations.destination_or_404(kind)
    targets = destination.targets()
    sentences, body = integrations.example(hub, kind, form)
    connection, sources = integrations.connection_of(hub.id, kind), integrations.sources(hub)
    runs = integrations.runs_of(connection) if connection else []
    if connection is not None and connection.state == "leaving":
        connection = None
    page = render_template(
        "integrations/connect.html",
        hub=hub,
        tab="settings",
        section="integrations",
        destination=destination,
        connection=connection,
        form=integrations.with_secret_gone(form),
        sources=sources,
        source_groups=_grouped(sources),
        targets=targets,
        rows=[integrations.with_targets_split(row, destination) for row in form.mapping.rows],
        sentences=sentences,
        earlier=integrations.earlier_offered(connection) if connection else 0,
        most_counted=integrations.MOST_COUNTED,
        runs=runs,
        body=json.dumps(json.loads(body), indent=2, ensure_ascii=False) if body else "",
        problems=problems or {},
        link=integrations.message_link(hub, connection) if connection else "",
        parameter=integrations.link_parameter(hub, connection) if connection else "",
        unsaved=request.method == "POST",
    )
    return page, 422 if problems else 200


def _grouped(sources: Sequence[Source]) -> list[tuple[Words, list[Source]]]:
    """By group, in the order of their names; samples as people say them."""
    groups: dict[str, tuple[Words, list[Source]]] = {}
    for source in sources:
        name = said(source.group).lower()
        groups.setdefault(name, (source.group, []))[1].append(_with_sample_said(source))
    return [groups[name] for name in sorted(groups)]


def _with_sample_said(source: Source) -> Source:
    if not isinstance(source.sample, bool):
        return source
    return replace(source, sample=spoken(source.sample))
