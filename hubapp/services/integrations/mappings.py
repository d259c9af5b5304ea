"""What the connect screen holds, read from what was posted, and what may be mapped."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from flask import current_app

from hubapp.core.controls import changed
from hubapp.core.destination import Destination
from hubapp.core.errors import NotFoundHere
from hubapp.core.mapping import FieldMapping, Source
from hubapp.core.reading import natural
from hubapp.core.snapshot import HubSnapshot
from hubapp.core.value_map import joined
from hubapp.destinations import destination_of
from hubapp.models import Hub
from hubapp.services.editing import snapshot_of_version, told_draft
from hubapp.services.integrations.controls import (
    MappingControls,
    RowControls,
    controls_from,
    controls_in,
    mapping_in,
)
from hubapp.services.visiting import sources_of

KEEP_DAYS, LONGEST_KEEP = 30, 3650


@dataclass(frozen=True)
class Form:
    """What the connect screen holds. secret: as typed; empty keeps the saved one. only_changes,
    resend_events, keep_days: see ``models/connection``. account: of the workspace, for a new
    connection; 0: as typed. rule_meant: the rule is changed though people were sent by another.
    held: what its controls hold; None: what the mapping says."""

    settings: Mapping[str, Any]
    mapping: FieldMapping
    secret: str = ""
    only_changes: bool = True
    resend_events: bool = True
    keep_days: int = KEEP_DAYS
    typed: Mapping[str, str] = field(default_factory=dict)
    account: int = 0
    rule_meant: bool = False
    held: MappingControls | None = None


def destination_or_404(kind: str) -> Destination:
    """The destination of this kind. Raises NotFoundHere."""
    destination = destination_of(kind)
    if destination is None:
        raise NotFoundHere
    return destination


def sources(hub: Hub) -> list[Source]:
    """What may be mapped: what is live, and what the draft will add."""
    found = {each.key: each for each in sources_of(told_draft(hub.id))}
    if hub.live_version_id:
        live: HubSnapshot = snapshot_of_version(hub.live_version_id)
        for each in sources_of(live):
            first = found.setdefault(each.key, each)
            if first is not each and each.choices:
                found[each.key] = replace(first, choices=joined(first.choices, each.choices))
    return list(found.values())


def read_form(
    kind: str, posted: Mapping[str, Any], action: str = "", workspace_id: int = 0
) -> Form:
    """The screen of a workspace as posted. Rows: ``rows.<id>.source|target|name|constant``, and of
    a fixed value its kind, with a control of its own for each; a target that its group names takes
    its name from ``name``. action: ``add:rows`` or ``remove:rows.<id>``."""
    destination = destination_or_404(kind)
    held = pressed(controls_from(posted), destination, action)
    typed = {key: value.strip() for key, value in posted.items() if isinstance(value, str)}
    settings, _ = destination.clean_settings(typed, endpoints_of(workspace_id))
    return replace(
        form_in(held, destination),
        settings=settings,
        secret=typed.get("secret", ""),
        typed=typed,
        account=natural(typed.get("account", "")),
        rule_meant=posted.get("rule_meant") == "y",
    )


def pressed(held: MappingControls, destination: Destination, action: str) -> MappingControls:
    """After a button of the rows was pressed; as it was for any other."""
    if action == "add:rows":
        first = next((group.key for group in destination.groups if group.named), "")
        return held.model_copy(update={"rows": (*held.rows, RowControls(target=first))})
    return changed(held, action) if action.startswith("remove:rows.") else held


def form_in(held: MappingControls, destination: Destination) -> Form:
    """The screen with these controls, and nothing of an account."""
    days = held.keep_days
    return Form(
        {},
        mapping_in(held, destination),
        only_changes=held.only_changes,
        resend_events=held.resend_events,
        keep_days=int(days) if days.isascii() and days.isdecimal() and len(days) < 6 else 0,
        held=held,
    )


def held_in(form: Form, destination: Destination) -> MappingControls:
    """What the controls of a screen hold."""
    if form.held is not None:
        return form.held
    said = {
        "only_changes": form.only_changes,
        "resend_events": form.resend_events,
        "keep_days": str(form.keep_days),
    }
    return controls_in(form.mapping, destination).model_copy(update=said)


def endpoints_of(workspace_id: int) -> Sequence[str]:
    return current_app.extensions["settings"].endpoints_of(workspace_id)  # type: ignore[no-any-return]


def with_secret_gone(form: Form) -> Form:
    """The form to show again; the key is never sent back to the browser."""
    return replace(form, secret="", typed={k: v for k, v in form.typed.items() if k != "secret"})
