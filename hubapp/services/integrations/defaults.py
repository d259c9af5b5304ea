"""The mapping with which a workspace's new connections begin, whichever hub it was made for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import NamedTuple

from sqlalchemy import delete, select

from hubapp.core.mapping import CONSTANT, FALL, SKIP, FieldMapping, Source
from hubapp.core.snapshot import HubSnapshot
from hubapp.core.words import Words
from hubapp.destinations import destination_of
from hubapp.doors.database import transaction
from hubapp.extensions import db
from hubapp.models import Connection, DefaultMapping, Hub
from hubapp.services.editing import draft_snapshot
from hubapp.services.integrations.versions import mapping_numbered

_CARD, _TYPE = "card.", "type."
"""Before the id of a card in a source; before its type in one of a default."""


class Begun(NamedTuple):
    """A mapping made of the default, and how many of its rows have no source in this hub."""

    mapping: FieldMapping
    left_out: int


def default_of(workspace_id: int, kind: str) -> DefaultMapping | None:
    """The workspace's default for this kind of destination."""
    query = select(DefaultMapping).where(
        DefaultMapping.workspace_id == workspace_id, DefaultMapping.kind == kind
    )
    return db.session.scalars(query).one_or_none()


def make_default(hub: Hub, connection: Connection, number: int) -> None:
    """Let new connections of the workspace begin with this version. Raises NotFoundHere."""
    mapping = FieldMapping.from_json(mapping_numbered(connection, number).mapping)
    body = _renamed(mapping, _by_type(draft_snapshot(hub.id))).to_json()
    with transaction() as session:
        _drop(hub.workspace_id, connection.kind)
        session.add(
            DefaultMapping(
                workspace_id=hub.workspace_id,
                kind=connection.kind,
                mapping=body,
                hub_name=hub.name,
                number=number,
            )
        )


def drop_default(workspace_id: int, kind: str) -> None:
    """Let them begin with what suggests itself again."""
    with transaction():
        _drop(workspace_id, kind)


def _drop(workspace_id: int, kind: str) -> None:
    db.session.execute(
        delete(DefaultMapping).where(
            DefaultMapping.workspace_id == workspace_id, DefaultMapping.kind == kind
        )
    )


def begun_with(hub: Hub, kind: str, known: Sequence[Source]) -> Begun | None:
    """The workspace's default as far as this hub has its sources: fields by their keys, what a card
    tells by the first card of the same type. None: there is no default."""
    default = default_of(hub.workspace_id, kind)
    if default is None:
        return None
    found = {each.key for each in known}
    ids: dict[str, str] = {}
    for card in draft_snapshot(hub.id).cards():
        ids.setdefault(card.kind, card.id)
    mapping = _renamed(FieldMapping.from_json(default.mapping), lambda key: _of_hub(key, ids))
    rows = tuple(row for row in mapping.rows if row.source in found or row.source == CONSTANT)
    left_out = len(mapping.rows) - len(rows)
    if mapping.identity_source not in found:
        suggested = destination_of(kind)
        first = suggested.suggest(known) if suggested else FieldMapping()
        mapping = replace(
            mapping, identify_by=first.identify_by, identity_source=first.identity_source
        )
    if mapping.consent_source not in found:
        mapping = replace(mapping, whom="", consent_source="")
    if mapping.lacking == FALL and mapping.fallback_source not in found:
        mapping = replace(mapping, lacking=SKIP, fallback_by="", fallback_source="")
    return Begun(replace(mapping, rows=rows), left_out)


def begun_in_words(hub: Hub, kind: str, known: Sequence[Source]) -> Words | None:
    """With what a new connection began; None: with what suggests itself."""
    begun, default = begun_with(hub, kind, known), default_of(hub.workspace_id, kind)
    if begun is None or default is None:
        return None
    words = Words(
        "This begins with the workspace’s default: version %(number)s of “%(hub)s”. What you "
        "change here is of this hub alone.",
        number=default.number,
        hub=default.hub_name,
    )
    if not begun.left_out:
        return words
    return Words(
        "%(begun)s Left out because this hub does not have what feeds it: %(count)s row.",
        "%(begun)s Left out because this hub does not have what feeds them: %(count)s rows.",
        begun=words,
        count=begun.left_out,
    )


def _renamed(mapping: FieldMapping, name: Callable[[str], str]) -> FieldMapping:
    return replace(
        mapping,
        identity_source=name(mapping.identity_source),
        fallback_source=name(mapping.fallback_source),
        consent_source=name(mapping.consent_source),
        rows=tuple(replace(row, source=name(row.source)) for row in mapping.rows),
    )


def _by_type(snapshot: HubSnapshot) -> Callable[[str], str]:
    """``card.<id>.score`` -> ``type.quiz.score``."""

    def name(key: str) -> str:
        if not key.startswith(_CARD):
            return key
        id_, _, output = key.removeprefix(_CARD).partition(".")
        card = snapshot.card(id_)
        return f"{_TYPE}{card.kind}.{output}" if card else key

    return name


def _of_hub(key: str, ids: dict[str, str]) -> str:
    """The other way, for the cards of a hub."""
    if not key.startswith(_TYPE):
        return key
    kind, _, output = key.removeprefix(_TYPE).partition(".")
    return f"{_CARD}{ids[kind]}.{output}" if kind in ids else key
