"""Three ways to send what people answered and what came of it, for every card of a hub at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from hubapp.core.destination import Destination
from hubapp.core.mapping import FieldMapping, MappingRow, Source
from hubapp.core.words import Words
from hubapp.models import Hub
from hubapp.services.integrations.mappings import Form, destination_or_404, sources

CHOOSE = "preset:"
"""Before the key of a preset, of the action that takes it."""
OUTCOMES, ATTRIBUTES, EVENT = "outcomes", "attributes", "event"
PRESETS = (
    (OUTCOMES, Words("One attribute per card")),
    (ATTRIBUTES, Words("One attribute per answer")),
    (EVENT, Words("One event with all answers")),
)
"""Key -> words."""
_EVENT_NAME = "hub_submission"


def with_preset(hub: Hub, kind: str, form: Form, action: str) -> Form:
    """The form with the rows of cards made anew by the preset that the action names; as it is for
    any other action. Rows of forms, facts and fixed values stay."""
    preset = action.removeprefix(CHOOSE) if action.startswith(CHOOSE) else ""
    if preset not in dict(PRESETS):
        return form
    destination = destination_or_404(kind)
    kept = [row for row in form.mapping.rows if not row.source.startswith("card.")]
    mapping = replace(form.mapping, rows=tuple(kept))
    found = [each for each in sources(hub) if each.card]
    if preset == EVENT:
        return replace(form, mapping=_with_event(mapping, destination, found), held=None)
    for source in found:
        row = destination.row_for(source, mapping)
        if row is not None and (preset == ATTRIBUTES or source.suggested):
            mapping = mapping.with_row(row)
    return replace(form, mapping=mapping, held=None)


def _with_event(
    mapping: FieldMapping, destination: Destination, found: Sequence[Source]
) -> FieldMapping:
    """Each as a property of the one event, where the destination knows events."""
    passing = (each.key for each in destination.groups if each.named and not each.lasting)
    group = next(passing, "")
    if not group:
        return mapping
    taken = {row.target for row in mapping.rows}
    rows = [
        MappingRow(each.key, f"{group}{each.name}")
        for each in found
        if each.name and f"{group}{each.name}" not in taken
    ]
    name = mapping.event_name or _EVENT_NAME
    return replace(mapping, event_name=name, rows=(*mapping.rows, *rows))
