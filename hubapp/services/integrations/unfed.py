"""What a hub's connections would no longer get, asked before it is published."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import select

from hubapp.core.labels import label_of
from hubapp.core.mapping import CONSENTING, FALL, FieldMapping, Source
from hubapp.core.snapshot import HubSnapshot
from hubapp.core.trigger import OUTCOME, Plan
from hubapp.core.words import Words
from hubapp.destinations import destination_of
from hubapp.extensions import db
from hubapp.models import Connection
from hubapp.services.editing import Doubt
from hubapp.services.visiting import sources_of


def doubted_targets(hub_id: int, live: HubSnapshot | None, draft: HubSnapshot) -> list[Doubt]:
    """A doubt for each target that is mapped to something that will not be there any more, and for
    what identifies people. What was not there in the live version either was asked about then."""
    query = select(Connection).where(Connection.hub_id == hub_id, Connection.state != "leaving")
    connections = list(db.session.scalars(query))
    # All that 200 cards can be a source of takes a while to name.
    if live is None or not connections:
        return []
    ends = {each.key for each in sources_of(draft)}
    gone = {each.key: each for each in sources_of(live) if each.key not in ends}
    found = (_of(each, gone) for each in connections)
    return [doubt for doubts in found for doubt in doubts] if gone else []


def _of_people(
    mapping: FieldMapping, gone: dict[str, Source], destination: str
) -> Iterator[tuple[str, Words]]:
    """That without it nobody, or not everybody, is sent: what it is called, and the sentence."""
    if (key := mapping.identity_source) in gone:
        yield (
            "identity",
            Words(
                "%(destination)s knows people by “%(source)s”, which is gone: nothing more can be "
                "sent. Choose another in the mapping first.",
                destination=destination,
                source=gone[key].label,
            ),
        )
    if mapping.whom == CONSENTING and (key := mapping.consent_source) in gone:
        yield (
            "consent",
            Words(
                "%(destination)s gets only who gave “%(source)s”, which is gone: nobody is sent "
                "any more. Choose another in the mapping first.",
                destination=destination,
                source=gone[key].label,
            ),
        )
    if mapping.lacking == FALL and (key := mapping.fallback_source) in gone:
        yield (
            "fallback",
            Words(
                "%(destination)s finds people who lack the first way by “%(source)s”, which is "
                "gone: they are refused. Choose another in the mapping first.",
                destination=destination,
                source=gone[key].label,
            ),
        )


def _of_message(plan: Plan, gone: dict[str, Source], where: str) -> Iterator[Doubt]:
    if plan.moment == OUTCOME and plan.source in gone:
        yield Doubt(
            f"{where}message{plan.id}",
            where,
            Words(
                "A message waits for “%(source)s”, which is gone: it is sent to nobody any more. "
                "Choose another under Messages first.",
                source=gone[plan.source].label,
            ),
        )
    for name, source in plan.rows:
        if source in gone:
            yield Doubt(
                f"{where}message{plan.id}.{name}",
                where,
                Words(
                    "A message is filled from “%(source)s”, which is gone: it goes out without "
                    "“%(property)s”. Choose another under Messages first.",
                    source=gone[source].label,
                    property=name,
                ),
            )


def _of(connection: Connection, gone: dict[str, Source]) -> Iterator[Doubt]:
    destination, where = destination_of(connection.kind), f"mapping:{connection.kind}/"
    if destination is None:
        return
    mapping = FieldMapping.from_json(connection.mapping)
    for key, sentence in _of_people(mapping, gone, str(destination.label)):
        yield Doubt(f"{where}{key}", where, sentence)
    for plan in map(Plan.from_json, connection.triggers):
        yield from _of_message(plan, gone, where)
    for row in mapping.rows:
        if row.source in gone:
            yield Doubt(
                f"{where}{row.target}",
                where,
                Words(
                    "%(destination)s: %(target)s is no longer fed, for “%(source)s” is gone. "
                    "Choose another in the mapping, or say yes.",
                    destination=str(destination.label),
                    target=label_of(destination, row.target),
                    source=gone[row.source].label,
                ),
            )
