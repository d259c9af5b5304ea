"""The controls of the mapping screen <-> a mapping. A row is named by its id."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, ClassVar

from hubapp.core import value_map
from hubapp.core.content import Item, Part, items, limits_of, line, lines_by_key, switch
from hubapp.core.controls import content_from
from hubapp.core.destination import Destination
from hubapp.core.errors import Problem
from hubapp.core.fixed import BOOLEAN, DATE, KINDS, TEXT
from hubapp.core.labels import group_of
from hubapp.core.mapping import (
    CONSENTING,
    CONSTANT,
    FALL,
    SKIP,
    WAIT,
    FieldMapping,
    MappingRow,
)
from hubapp.core.words import Words
from hubapp.core.writing import ALWAYS, WAYS

_LONGEST = 1000
_AT_ROW = re.compile(r"rows\.r(\d+)(\..+)?")


class RowControls(Item):
    """name: of a target that its group names; constant, constant_truth, constant_day: a fixed
    value, one control for each kind of it; sent_as: by ``core/value_map.control_of``."""

    names: ClassVar[Mapping[str, Words]] = {
        "source": Words("source"),
        "target": Words("target"),
        "name": Words("name"),
        "constant": Words("fixed value"),
        "constant_truth": Words("fixed value"),
        "constant_day": Words("fixed value"),
        "constant_kind": Words("kind of value"),
        "sent_as": Words("what is sent"),
        "letters": Words("how letters are written"),
        "how": Words("what happens when somebody answers again"),
    }
    values: ClassVar[Mapping[str, Mapping[str, Words]]] = {"how": dict(WAYS)}
    source: str = line(_LONGEST)
    target: str = line(_LONGEST)
    name: str = line(_LONGEST)
    constant: str = line(_LONGEST)
    constant_truth: str = line(10)
    constant_day: str = line(20)
    constant_kind: str = line(20, TEXT)
    sent_as: dict[str, str] = lines_by_key(value_map.LONGEST)
    letters: str = line(20)
    how: str = line(10, ALWAYS)


class MappingControls(Part):
    """All of the screen but what belongs to the account: its place, its key and its limits."""

    names: ClassVar[Mapping[str, Words]] = {
        "identify_by": Words("Identify users by"),
        "identity_source": Words("Field that holds it"),
        "event": Words("the event"),
        "event_name": Words("name of the event"),
        "rows": Words("row"),
        "lacking": Words("who lacks it"),
        "fallback_by": Words("the other way"),
        "fallback_source": Words("the other way"),
        "label": Words("Label of the alias"),
        "only_existing": Words("who is created"),
        "whom": Words("Who is sent"),
        "consent_source": Words("The consent"),
        "confirm_first": Words("confirming a consent first"),
        "only_changes": Words("Send only what changed"),
        "resend_events": Words("lost answers"),
        "keep_days": Words("days that are kept"),
    }
    identify_by: str = line(40)
    identity_source: str = line(_LONGEST)
    event: bool = switch()
    event_name: str = line(_LONGEST)
    rows: tuple[RowControls, ...] = items(500)
    lacking: str = line(10, SKIP)
    fallback_by: str = line(40)
    fallback_source: str = line(_LONGEST)
    label: str = line(_LONGEST)
    only_existing: bool = switch()
    whom: str = line(20)
    consent_source: str = line(_LONGEST)
    confirm_first: bool = switch()
    only_changes: bool = switch(True)
    resend_events: bool = switch(True)
    keep_days: str = line(_LONGEST, "30")


MAPPING_LIMITS = limits_of(MappingControls)


def is_ours(name: str) -> bool:
    """A control of the mapping, and not of the account or its key."""
    return name.partition(".")[0] in MappingControls.model_fields


def controls_from(
    posted: Mapping[str, Any], before: MappingControls | None = None
) -> MappingControls:
    """As posted. An empty box of a value says nothing and is not held."""
    read = content_from(MappingControls, posted, before).content
    rows = (
        each.model_copy(
            update={"sent_as": {key: text for key, text in each.sent_as.items() if text}}
        )
        for each in read.rows
    )
    return read.model_copy(update={"rows": tuple(rows)})


def mapping_in(held: MappingControls, destination: Destination) -> FieldMapping:
    """What the controls say."""
    rules = {each.key: each for each in destination.identity_rules}
    rule, falls = rules.get(held.identify_by), held.lacking == FALL
    return FieldMapping(
        identify_by=held.identify_by,
        identity_source=held.identity_source,
        event_name=held.event_name if held.event else "",
        rows=tuple(_row(each, destination) for each in held.rows),
        lacking=held.lacking if held.lacking in (SKIP, WAIT, FALL) else SKIP,
        fallback_by=held.fallback_by if falls else "",
        fallback_source=held.fallback_source if falls else "",
        label="" if rule is None or held.label == rule.label_of else held.label,
        only_existing=held.only_existing,
        whom=held.whom,
        consent_source=held.consent_source if held.whom == CONSENTING else "",
        confirm_first=held.confirm_first,
    )


def _row(held: RowControls, destination: Destination) -> MappingRow:
    """A way of writing that its target does not have is Always, as its control shows."""
    named = {group.key for group in destination.groups if group.named}
    target = held.target + (held.name if held.target in named else "")
    how = held.how if held.how in destination.ways(target) else ALWAYS
    if held.source != CONSTANT:
        sent = {value_map.told_by(key): text for key, text in held.sent_as.items() if text}
        return MappingRow(held.source, target, sent_as=sent, letters=held.letters, how=how)
    kind = held.constant_kind if held.constant_kind in dict(KINDS) else TEXT
    typed = {BOOLEAN: held.constant_truth, DATE: held.constant_day}.get(kind, held.constant)
    return MappingRow(held.source, target, typed, kind, how=how)


def controls_in(
    mapping: FieldMapping, destination: Destination, before: MappingControls | None = None
) -> MappingControls:
    """The controls that say a mapping. before: what they held; rows that stay keep their ids, and
    what a mapping does not know is as it was."""
    kept = list(before.rows) if before else []
    rows = []
    for at, row in enumerate(mapping.rows):
        same = next((each for each in kept if _row(each, destination) == row), None)
        if same is not None:
            kept.remove(same)
        # Those of a mapping that nobody has edited yet are named by their places.
        fresh = row_controls(row, destination) if before else _placed(at, row, destination)
        rows.append(same or fresh)
    said = before or MappingControls(event_name=destination.event_name)
    return said.model_copy(
        update={
            "identify_by": mapping.identify_by,
            "identity_source": mapping.identity_source,
            "event": bool(mapping.event_name),
            "event_name": mapping.event_name or said.event_name,
            "rows": tuple(rows),
            "lacking": mapping.lacking,
            "fallback_by": mapping.fallback_by,
            "fallback_source": mapping.fallback_source,
            "label": mapping.label,
            "only_existing": mapping.only_existing,
            "whom": mapping.whom,
            "consent_source": mapping.consent_source,
            "confirm_first": mapping.confirm_first,
        }
    )


def _placed(at: int, row: MappingRow, destination: Destination) -> RowControls:
    return row_controls(row, destination).model_copy(update={"id": f"r{at}"})


def row_controls(row: MappingRow, destination: Destination) -> RowControls:
    """A row as the screen shows it, with an id of its own: target list and name apart."""
    group = group_of(destination, row.target)
    listed = row.target in {target.key for target in destination.targets()}
    free = group is not None and group.named and not listed
    return RowControls(
        source=row.source,
        target=group.key if group and free else row.target,
        name=row.target.removeprefix(group.key) if group and free else "",
        constant=row.constant,
        constant_truth=row.constant if row.constant_kind == BOOLEAN else "",
        constant_day=row.constant if row.constant_kind == DATE else "",
        constant_kind=row.constant_kind,
        sent_as={value_map.control_of(told): text for told, text in row.sent_as.items()},
        letters=row.letters,
        how=row.how,
    )


def at_controls(problems: Iterable[Problem], held: MappingControls | None) -> list[Problem]:
    """Problems of a mapping, whose rows are named by their places there, at the controls."""
    if held is None:
        return list(problems)
    return [replace(each, where=_at(each.where, held)) for each in problems]


def _at(where: str, held: MappingControls) -> str:
    found = _AT_ROW.fullmatch(where)
    if found is None or int(found[1]) >= len(held.rows):
        return where
    return f"rows.{held.rows[int(found[1])].id}{found[2] or ''}"
