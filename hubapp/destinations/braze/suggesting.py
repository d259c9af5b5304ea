"""A first mapping, and where a source would go (CONTRACT 3.5, 9)."""

from __future__ import annotations

from collections.abc import Sequence

from hubapp.core.mapping import FieldMapping, MappingRow, Source
from hubapp.destinations.braze.targets import DATES, IDENTITY_RULES, MEANINGS, target_problem

_EVENT = "hub_submission"


def suggest(sources: Sequence[Source]) -> FieldMapping:
    """Who it is, and whatever a new mapping begins with."""
    mapping = _identified(sources)
    for source in sources:
        row = row_for(source, mapping) if source.suggested else None
        # A second address, or one that would overwrite the customer's own, is only offered.
        if row is not None and row.target == MEANINGS.get(source.means, row.target):
            mapping = mapping.with_row(row)
    return mapping


def _identified(sources: Sequence[Source]) -> FieldMapping:
    for rule in IDENTITY_RULES:
        held = next((each for each in sources if each.identifies in rule.identifies), None)
        if held:
            return FieldMapping(rule.key, held.key, _EVENT)
    return FieldMapping(event_name=_EVENT)


def row_for(source: Source, mapping: FieldMapping) -> MappingRow | None:
    """A row that sends the source beside what is mapped already; None when it has no place: it has
    no name, it is an ID, or what it would fill is filled."""
    if not source.name or source.identifies == "id":
        return None
    target = MEANINGS.get(source.means) or _own(source)
    taken = {_place(row.target) for row in mapping.rows}
    if _place(target) in taken or target_problem(target) or _overwrites(target, mapping):
        target = _own(source)
    lost = target.startswith("event.") and not mapping.event_name
    if lost or _place(target) in taken or target_problem(target):
        return None
    return MappingRow(source.key, target)


def _own(source: Source) -> str:
    group = "date" if source.value_type in DATES else "custom"
    return f"{group}.{source.name}"


def _place(target: str) -> str:
    """A date attribute is one beside the custom ones."""
    return f"custom.{target[5:]}" if target.startswith("date.") else target


def _overwrites(target: str, mapping: FieldMapping) -> bool:
    """An address beside another way to find somebody: the customer's own would be overwritten, or
    Braze would look for it instead (CONTRACT 3.1)."""
    own = ("external_id", "braze_id")
    if target == "attribute.email":
        return mapping.identify_by in (*own, "phone")
    return target == "attribute.phone" and mapping.identify_by in own
