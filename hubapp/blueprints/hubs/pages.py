"""Pages of a hub's settings that are shown again when something was refused."""

from __future__ import annotations

from flask import render_template, request

from hubapp.blueprints.hubs.forms import NewHub
from hubapp.core.controls import tree_of
from hubapp.core.languages import LANGUAGES
from hubapp.core.staying import STAYS, WAITS
from hubapp.core.theming import PRESETS
from hubapp.core.time_zones import UTC_NAME, time_zones
from hubapp.models import Hub, HubVersion
from hubapp.services import editing
from hubapp.web.posted import Told, kept_revision
from hubapp.web.words import language_name


def _languages() -> list[tuple[str, str]]:
    return [(code, language_name(code)) for code in LANGUAGES]


def new_hub_page(form: NewHub, problems: Told | None = None) -> tuple[str, int]:
    """New hub, with what was typed."""
    page = render_template(
        "hubs/new.html",
        presets=PRESETS,
        languages=_languages(),
        form=form,
        theme=form.theme(),
        goals=editing.GOALS,
        logo=request.form.get("logo", ""),
        zones=_zones(),
        problems=problems or {},
    )
    return page, 422 if problems else 200


def _zones(also: str = UTC_NAME) -> list[tuple[str, str]]:
    """Names and words of the zones to choose from. also: the one that is chosen, if the list has
    lost it meanwhile."""
    names = time_zones()
    return [(each, each.replace("_", " ")) for each in (*{also} - {*names}, *names)]


def settings_page(hub: Hub, problems: Told | None = None) -> tuple[str, int]:
    """Hub settings > General."""
    page = render_template(
        "hubs/settings.html",
        hub=hub,
        tab="settings",
        section="general",
        languages=_languages(),
        language_now=editing.language_of(hub.id),
        problems=problems or {},
    )
    return page, 422 if problems else 200


def version_page(hub: Hub, version: HubVersion) -> str:
    """A version, and in what it differs from the one before."""
    return render_template(
        "hubs/version.html",
        hub=hub,
        tab="settings",
        section="versions",
        version=version,
        changes=editing.changes_of_version(version),
    )


def opening_page(hub: Hub, problems: Told | None = None) -> tuple[str, int]:
    """Hub settings > Opening times; with problems, as they were typed."""
    document, newest = editing.document(hub.id, "hub")
    posted = tree_of(request.form.items(multi=True)) if problems else {}
    zone = str(posted.get("time_zone", document.get("time_zone", UTC_NAME)))
    page = render_template(
        "hubs/opening.html",
        hub=hub,
        tab="settings",
        section="opening",
        problems=problems or {},
        zones=_zones(zone),
        zone=zone,
        opening=editing.opening_as_posted(posted.get("opening"), document),
        revision=kept_revision(newest),
    )
    return page, 422 if problems else 200


def visitors_page(hub: Hub, problems: Told | None = None) -> tuple[str, int]:
    """Hub settings > Visitors."""
    page = render_template(
        "hubs/visitors.html",
        hub=hub,
        tab="settings",
        section="visitors",
        all_stays=STAYS,
        all_waits=WAITS,
        stays=request.form.get("stays", editing.stays_of(hub.id)),
        waits=request.form.get("waits", editing.waits_of(hub.id)),
        erase_days=request.form.get("erase_days", editing.erase_days_of(hub.id) or ""),
        closes=editing.document(hub.id, "hub")[0].get("opening", {}).get("closes_at"),
        problems=problems or {},
    )
    return page, 422 if problems else 200
