"""The rows of a mapping as the connect screen shows them: a line each, under the card that they
come from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from hubapp.core.destination import Destination
from hubapp.core.labels import TYPE_WORDS, group_of, label_of
from hubapp.core.mapping import CONSTANT, MappingRow, Source
from hubapp.core.showing import Shown
from hubapp.core.spoken import spoken
from hubapp.core.value_map import NO, YES, control_of
from hubapp.core.words import NOTHING, Words
from hubapp.core.writing import ALWAYS
from hubapp.models import Hub
from hubapp.services import integrations
from hubapp.services.editing import draft_snapshot
from hubapp.web.covers import thumbnails_of
from hubapp.web.words import said

_NEW = Words("New")
_TEXTS = ("text", "list")


class Box(NamedTuple):
    """What a value is sent as. name: of its control; words: how the value reads; gone: the source
    cannot have it any more."""

    name: str
    words: Words
    text: str
    gone: bool


class Line(NamedTuple):
    """A row. at: its place in the mapping, from 0; row: what its controls hold; source: None when
    the hub knows no such source; sample: what it would send; place, group: where it goes;
    boxes: one for each value that it may have; written: it may be a text; how: it is written now;
    ways: how it can be; choice: there is one, or there was."""

    at: int
    row: integrations.RowControls
    source: Source | None
    label: Words
    sample: Words
    value_type: Words
    place: Words
    group: Words
    boxes: list[Box]
    written: bool
    how: str
    ways: tuple[str, ...]
    choice: bool


class RowGroup(NamedTuple):
    """Rows, or what could be one, of one card, or of what else the hub knows. art: the card's."""

    title: Words
    art: Any
    rows: list[Any]


def grouped(sources: Sequence[Source]) -> list[tuple[Words, list[Source]]]:
    """By group, in the order of their names; samples as people say them."""
    groups: dict[str, tuple[Words, list[Source]]] = {}
    for source in sources:
        name = said(source.group).lower()
        groups.setdefault(name, (source.group, []))[1].append(_with_sample_said(source))
    return [groups[name] for name in sorted(groups)]


def _with_sample_said(source: Source) -> Source:
    if not isinstance(source.sample, bool | list):
        return source
    return replace(source, sample=spoken(source.sample))


def grouped_rows(
    hub: Hub, destination: Destination, form: integrations.Form, sources: Sequence[Source]
) -> list[RowGroup]:
    """Rows by what they come from, in the order of sources; what has none yet comes last."""
    by_key = {each.key: each for each in sources}
    snapshot = draft_snapshot(hub.id)
    thumbnail_of = thumbnails_of(hub.id, snapshot)
    found: dict[str, RowGroup] = {}
    order = {said(each.group): at for at, each in enumerate(reversed(sources))}
    held = integrations.held_in(form, destination).rows
    for at, (row, shown) in enumerate(zip(form.mapping.rows, held, strict=True)):
        source = by_key.get(row.source)
        line = _line(at, row, shown, source, destination)
        title = source.group if source else _NEW
        card = snapshot.card(source.card) if source else None
        art = thumbnail_of(card) if card else None
        found.setdefault(said(title), RowGroup(title, art, [])).rows.append(line)
    return sorted(found.values(), key=lambda each: -order.get(said(each.title), -1))


def grouped_offers(offers: Sequence[integrations.Offer]) -> list[RowGroup]:
    """What could be mapped, by what it comes from."""
    found: dict[str, RowGroup] = {}
    for each in offers:
        title = each.source.group
        found.setdefault(said(title), RowGroup(title, None, [])).rows.append(each)
    return list(found.values())


def sections(shown: Sequence[Shown]) -> list[RowGroup]:
    """What a profile shows, under its headings."""
    found: dict[str, RowGroup] = {}
    for each in shown:
        group = found.setdefault(said(each.section), RowGroup(each.section, None, []))
        group.rows.append(each)
    return list(found.values())


def _line(
    at: int,
    row: MappingRow,
    shown: integrations.RowControls,
    source: Source | None,
    destination: Destination,
) -> Line:
    group = group_of(destination, row.target)
    named = group is not None and group.key == shown.target and bool(shown.name)
    fixed = row.source == CONSTANT
    value_type = row.constant_kind if fixed else source.value_type if source else ""
    undone = source is not None and source.can_be_undone
    ways = (ALWAYS,) if undone else destination.ways(row.target)
    return Line(
        at,
        shown,
        source,
        source.label if source else Words("Choose a source"),
        spoken(row.constant if fixed else row.of(source.sample) if source else ""),
        TYPE_WORDS.get(value_type, NOTHING),
        Words.verbatim(shown.name) if named else label_of(destination, row.target),
        group.label if group else NOTHING,
        _boxes(row, shown, source),
        source is not None and (source.value_type in _TEXTS or bool(row.letters)),
        row.how,
        ways,
        len(ways) > 1 or row.how != ALWAYS,
    )


def _boxes(row: MappingRow, shown: integrations.RowControls, source: Source | None) -> list[Box]:
    if source is None or source.key == CONSTANT:
        return []
    found = {told: Words.verbatim(words) for told, words in source.choices}
    if source.value_type == "boolean" and source.means != "consent":
        found = {YES: Words("yes"), NO: Words("no")}
    gone = {told: Words.verbatim(told) for told in row.sent_as if told not in found}
    return [
        Box(
            f"rows.{shown.id}.sent_as.{control_of(told)}",
            words,
            row.sent_as.get(told, ""),
            told in gone,
        )
        for told, words in (found | gone).items()
    ]
