"""Pages of a hub's settings that are shown again when something was refused."""

from __future__ import annotations

from flask import render_template

from hubapp.blueprints.hubs.forms import NewHub
from hubapp.core.theming import PRESETS
from hubapp.models import Hub
from hubapp.web.posted import Told


def new_hub_page(form: NewHub, problems: Told | None = None) -> tuple[str, int]:
    """New hub, with what was typed."""
    page = render_template(
        "hubs/new.html", presets=PRESETS, form=form, theme=form.theme(), problems=problems or {}
    )
    return page, 422 if problems else 200


def settings_page(hub: Hub, problems: Told | None = None) -> tuple[str, int]:
    """Hub settings > General."""
    page = render_template(
        "hubs/settings.html", hub=hub, tab="settings", section="general", problems=problems or {}
    )
    return page, 422 if problems else 200
