"""The connect screen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import render_template, request, url_for

from hubapp.blueprints.integrations.drafting import bar_of
from hubapp.blueprints.integrations.mapping import (
    grouped,
    grouped_offers,
    grouped_rows,
)
from hubapp.blueprints.integrations.receiving import indented, received
from hubapp.core.destination import Destination
from hubapp.core.fixed import KINDS
from hubapp.core.mapping import FieldMapping, Source
from hubapp.core.value_map import LETTERS
from hubapp.core.words import Words
from hubapp.core.writing import BRIEFLY, offered
from hubapp.destinations import DESTINATIONS
from hubapp.models import Connection, Hub
from hubapp.services import integrations
from hubapp.web.posted import Told, kept_revision
from hubapp.web.qr import qr_inline


def listing_page(hub: Hub) -> str:
    """A tile for each destination. With each connection that is being disconnected: how far."""
    found = [
        (each, integrations.connection_of(hub.id, each.kind)) for each in DESTINATIONS.values()
    ]
    tiles = [
        (
            destination,
            connection,
            integrations.runs_of(connection)
            if connection and connection.state == "leaving"
            else [],
            integrations.standing_of(connection),
        )
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
        standing=integrations.standing_of(connection),
        **_watch(hub),
        form=integrations.with_secret_gone(form),
        revision=kept_revision(integrations.draft_form(hub, kind)[1]),
        **bar_of(hub, kind),
        sources=sources,
        **_rows_of(hub, destination, form, sources),
        **_offers_of(hub, kind, form),
        fixed_kinds=KINDS,
        **_consents_of(hub, sources),
        **_asked_of(destination, form),
        presets=integrations.PRESETS,
        begun=None if connection else integrations.begun_in_words(hub, kind, sources),
        **received(hub, kind, form),
        **_account_of(hub, kind, connection, form),
        earlier=integrations.earlier_offered(connection) if connection else 0,
        most_counted=integrations.MOST_COUNTED,
        runs=runs,
        problems=_with_the_key(problems or {}),
        **_link(hub, connection, sources),
        unsaved=bool(problems),
    )
    return page, 422 if problems else 200


def trial_page(
    hub: Hub,
    connection: Connection,
    typed: str,
    tested: integrations.Tested | None = None,
    problems: Told | None = None,
) -> tuple[str, int]:
    """What a test came to, or why it was not sent, and the form for another."""
    page = render_template(
        "integrations/tested.html",
        hub=hub,
        tab="settings",
        section="integrations",
        destination=integrations.destination_or_404(connection.kind),
        connection=connection,
        account_name=integrations.name_of_account(connection.account),
        test=integrations.whom_to_test(connection, integrations.sources(hub)),
        typed=typed,
        tested=tested,
        sent=indented(tested.body) if tested else "",
        problems=problems or {},
    )
    return page, 422 if problems else 200


def _with_the_key(problems: Told) -> Told:
    """A key that was typed is on no page, so it is gone with a refusal of something else."""
    if not problems or not request.form.get("secret") or "secret" in problems:
        return problems
    return {**problems, "secret": Words("Then paste the key again: it is never put on a page.")}


def versions_page(hub: Hub, kind: str) -> str:
    """The mappings that were saved, newest first, and what each changed. Raises NotFoundHere."""
    connection = integrations.existing(hub, kind)
    found = integrations.mapping_versions_of(connection)
    mappings = [FieldMapping.from_json(each.mapping) for each in found]
    befores = [*mappings[1:], None]
    changes = [
        integrations.changes_of_mapping(before, after, kind)
        for before, after in zip(befores, mappings, strict=False)
    ]
    return render_template(
        "integrations/versions.html",
        hub=hub,
        tab="settings",
        section="integrations",
        destination=integrations.destination_or_404(kind),
        connection=connection,
        default=integrations.default_of(hub.workspace_id, kind),
        versions=list(zip(found, changes, strict=True)),
    )


def _rows_of(
    hub: Hub, destination: Destination, form: integrations.Form, sources: Sequence[Source]
) -> dict[str, Any]:
    """What the controls hold, and what they offer."""
    return {
        "shown": integrations.held_in(form, destination),
        "limits": integrations.MAPPING_LIMITS,
        "letters": LETTERS,
        "source_groups": grouped(sources),
        "targets": destination.targets(),
        **_ways_of(destination),
        "row_groups": grouped_rows(hub, destination, form, sources),
    }


def _ways_of(destination: Destination) -> dict[str, Any]:
    """How a value can be written where others may stand already."""
    places = [each.key for each in destination.groups]
    places += [each.key for each in destination.targets()]
    return {
        "ways": offered(destination.ways, places),
        "briefly": BRIEFLY,
        "list_limit": destination.list_limit,
    }


def _consents_of(hub: Hub, sources: Sequence[Source]) -> dict[str, Any]:
    """Those that can be asked for, and whether a form has its address confirmed."""
    return {
        "consents": integrations.consents_among(sources),
        "asks_for_code": integrations.asks_for_code(hub),
    }


def _offers_of(hub: Hub, kind: str, form: integrations.Form) -> dict[str, Any]:
    """What could be mapped beside what is; open once something was taken from it."""
    offers = integrations.offers(hub, kind, form)
    return {
        "offers": grouped_offers(offers),
        "offered": len(offers),
        "offering": request.form.get("_action", "").startswith(integrations.ACCEPT),
    }


def _account_of(
    hub: Hub, kind: str, connection: Connection | None, form: integrations.Form
) -> dict[str, Any]:
    """The connection's account, or those that a new one may use."""
    if connection is None:
        found = integrations.accounts_of(hub.workspace_id, kind)
        named = [(each, integrations.name_of_account(each)) for each in found]
        mine = next((each for each in found if each.id == form.account), None)
        own = integrations.beside_the_account(mine, True, form) if mine else None
        return {"accounts": named, "others": 0, "own_rule": own, "choices": []}
    account = connection.account
    others = len(integrations.hubs_with(account)) - 1
    return {
        "accounts": [],
        "account_name": integrations.name_of_account(account),
        "others": others,
        **_choices_of(connection),
        "own_rule": integrations.beside_the_account(account, others > 0, form),
    }


def _choices_of(connection: Connection) -> dict[str, Any]:
    """The other accounts that it could send with, and how much it would take along."""
    choices = integrations.choices_of(connection)
    return {"choices": choices, "waiting": integrations.waiting_of(connection) if choices else 0}


def _asked_of(destination: Destination, form: integrations.Form) -> dict[str, Any]:
    """What a destination says of itself and of the mapping."""
    doubts = integrations.at_controls(destination.doubts(form.mapping), form.held)
    return {
        "doubts": {each.where: each.sentence for each in doubts},
        "signs_links": bool(destination.message_link("", "", "")),
        "keeps": any(destination.keeps(f"{each.key}x") for each in destination.groups),
    }


def _watch(hub: Hub) -> dict[str, Any]:
    """Where the hub plays: in the frame beside what arrives, in a window, and on a phone."""
    address = url_for("public.hub", slug=hub.slug, _external=True)
    return {
        "framed_at": url_for("public.hub", slug=hub.slug, embed=1),
        "plays_at": url_for("public.hub", slug=hub.slug),
        "plays_qr": qr_inline(address) if hub.live_version_id else "",
    }


def _link(hub: Hub, connection: Connection | None, sources: Sequence[Source]) -> dict[str, Any]:
    """For messages of the destination, and for a test of it, once it is connected."""
    if connection is None:
        return {"link": "", "parameter": "", "by_link": False}
    return {
        "test": integrations.whom_to_test(connection, sources),
        "link": integrations.message_link(hub, connection),
        "parameter": integrations.link_parameter(hub, connection),
        "by_link": integrations.identifies_by_link(hub, connection),
    }
