"""What the connect screen holds, read from what was posted, and what may be mapped."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from flask import current_app

from hubapp.core.controls import rows_of
from hubapp.core.destination import Destination
from hubapp.core.errors import NotFoundHere
from hubapp.core.fixed import BOOLEAN, DATE, KINDS, TEXT
from hubapp.core.labels import group_of
from hubapp.core.mapping import CONSTANT, FALL, SKIP, WAIT, FieldMapping, MappingRow, Source
from hubapp.core.reading import natural
from hubapp.core.snapshot import HubSnapshot
from hubapp.destinations import destination_of
from hubapp.models import Hub
from hubapp.services.editing import draft_snapshot, snapshot_of_version
from hubapp.services.visiting import sources_of

KEEP_DAYS, LONGEST_KEEP = 30, 3650


@dataclass(frozen=True)
class Form:
    """What the connect screen holds. secret: as typed; empty keeps the saved one. only_changes,
    resend_events, keep_days: see ``models/connection``. account: of the workspace, for a new
    connection; 0: as typed. rule_meant: the rule is changed though people were sent by another."""

    settings: Mapping[str, Any]
    mapping: FieldMapping
    secret: str = ""
    only_changes: bool = True
    resend_events: bool = True
    keep_days: int = KEEP_DAYS
    typed: Mapping[str, str] = field(default_factory=dict)
    account: int = 0
    rule_meant: bool = False


def destination_or_404(kind: str) -> Destination:
    """The destination of this kind. Raises NotFoundHere."""
    destination = destination_of(kind)
    if destination is None:
        raise NotFoundHere
    return destination


def sources(hub: Hub) -> list[Source]:
    """What may be mapped: what is live, and what the draft will add."""
    found = {each.key: each for each in sources_of(draft_snapshot(hub.id))}
    if hub.live_version_id:
        live: HubSnapshot = snapshot_of_version(hub.live_version_id)
        for each in sources_of(live):
            found.setdefault(each.key, each)
    return list(found.values())


def read_form(
    kind: str, posted: Mapping[str, Any], action: str = "", workspace_id: int = 0
) -> Form:
    """The screen of a workspace as posted. Rows: ``rows.<id>.source|target|name|constant``, and of
    a fixed value its kind, with a control of its own for each; a target that its group names takes
    its name from ``name``. action: ``add:rows`` or ``remove:rows.<id>``."""
    destination = destination_or_404(kind)
    named = tuple(group.key for group in destination.groups if group.named)
    rows = [row for id_, row in rows_of(posted.get("rows")) if action != f"remove:rows.{id_}"]
    if action == "add:rows":
        rows.append({"target": next(iter(named), "")})
    mapping = _mapping(destination, posted, tuple(_row(each, named) for each in rows))
    typed = {key: value.strip() for key, value in posted.items() if isinstance(value, str)}
    settings, _ = destination.clean_settings(typed, endpoints_of(workspace_id))
    days = typed.get("keep_days", "")
    return Form(
        settings,
        mapping,
        typed.get("secret", ""),
        posted.get("only_changes") == "y",
        posted.get("resend_events") == "y",
        int(days) if days.isascii() and days.isdecimal() and len(days) < 6 else 0,
        typed,
        natural(typed.get("account", "")),
        posted.get("rule_meant") == "y",
    )


def _mapping(
    destination: Destination, posted: Mapping[str, Any], rows: tuple[MappingRow, ...]
) -> FieldMapping:
    def said(name: str) -> str:
        return str(posted.get(name, "")).strip()

    rule = next(
        (each for each in destination.identity_rules if each.key == said("identify_by")), None
    )
    lacking, label = said("lacking"), said("label")
    falls = lacking == FALL
    return FieldMapping(
        identify_by=said("identify_by"),
        identity_source=said("identity_source"),
        event_name=said("event_name") if posted.get("event") == "y" else "",
        rows=rows,
        lacking=lacking if lacking in (SKIP, WAIT, FALL) else SKIP,
        fallback_by=said("fallback_by") if falls else "",
        fallback_source=said("fallback_source") if falls else "",
        label="" if rule is None or label == rule.label_of else label,
        only_existing=posted.get("only_existing") == "y",
        whom=said("whom"),
        consent_source=said("consent_source"),
    )


def _row(posted: Mapping[str, Any], named: Sequence[str]) -> MappingRow:
    target = str(posted.get("target", ""))
    if target in named:
        target += str(posted.get("name", "")).strip()
    source = str(posted.get("source", ""))
    if source != CONSTANT:
        return MappingRow(source, target)
    kind = str(posted.get("constant_kind", ""))
    kind = kind if kind in dict(KINDS) else TEXT
    name = {BOOLEAN: "constant_truth", DATE: "constant_day"}.get(kind, "constant")
    return MappingRow(source, target, str(posted.get(name, "")).strip(), kind)


def endpoints_of(workspace_id: int) -> Sequence[str]:
    return current_app.extensions["settings"].endpoints_of(workspace_id)  # type: ignore[no-any-return]


def with_targets_split(row: MappingRow, destination: Destination) -> dict[str, str]:
    """A row as the screen shows it: target list and name apart."""
    group = group_of(destination, row.target)
    listed = row.target in {target.key for target in destination.targets()}
    free = group is not None and group.named and not listed
    return {
        "source": row.source,
        "target": group.key if group and free else row.target,
        "name": row.target.removeprefix(group.key) if group and free else "",
        "constant": row.constant,
        "constant_kind": row.constant_kind,
    }


def with_secret_gone(form: Form) -> Form:
    """The form to show again; the key is never sent back to the browser."""
    return replace(form, secret="", typed={k: v for k, v in form.typed.items() if k != "secret"})
