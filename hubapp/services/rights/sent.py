"""What was sent of a person: forgotten here, and taken back or deleted at the destinations."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

import orjson
from sqlalchemy import select

from hubapp.core.confirming import person_mark
from hubapp.core.destination import Rights
from hubapp.core.words import NOTHING, Words
from hubapp.destinations import destination_of
from hubapp.doors.database import transaction
from hubapp.doors.vault import seal
from hubapp.extensions import db
from hubapp.models import Connection, Erasure, ErasureStep
from hubapp.models.columns import now
from hubapp.services import delivery
from hubapp.services.rights.persons import Person

LEAVING = Words("It was being disconnected. Delete what was sent there by hand.")
NOTHING_STAYS = Words("Nothing that was sent stays there but who it is. Delete that by hand.")
CHUNK = 500
"""Deliveries in one transaction."""


def of_one(person: Person) -> Iterable[tuple[int, int]]:
    """Connection and id of deliveries that carry the person's address as their key, whatever they
    came from."""
    found: list[tuple[int, int]] = []
    for connection in delivery.connections_of(person.workspace_id):
        found += delivery.of_people(connection.id, keys_of(person, connection))
    ours = _last_words() if found else set()
    return [each for each in found if each[1] not in ours]


def _last_words() -> set[int | None]:
    """Deliveries of ours, which take something back."""
    query = select(ErasureStep.last_delivery).where(ErasureStep.last_delivery.is_not(None))
    return set(db.session.scalars(query))


def keys_of(person: Person, connection: Connection) -> list[str]:
    """The keys by which a connection knows who has these addresses."""
    destination = destination_of(connection.kind)
    return [
        f"{rule.key}:{value}"
        for rule in (destination.identity_rules if destination else ())
        for kind, values in (("email", person.emails), ("phone", person.phones))
        for value in sorted(values)
        if kind in rule.identifies
    ]


def forget(erasure_id: int, found: Iterable[tuple[int, int]], alone: bool = False) -> None:
    """Wipe these deliveries, and ask the destinations to forget what they carried. A transaction
    for each connection and chunk. alone: see ``delivery.forget``."""
    by_connection: dict[int, list[int]] = defaultdict(list)
    for connection_id, id_ in found:
        by_connection[connection_id].append(id_)
    for connection_id, ids in by_connection.items():
        for at in range(0, len(ids), CHUNK):
            _forget(erasure_id, connection_id, ids[at : at + CHUNK], alone)


def _forget(erasure_id: int, connection_id: int, ids: Sequence[int], alone: bool) -> None:
    with transaction() as session:
        connection = delivery.hold_still(connection_id)
        if connection is None:
            return
        erasure = session.get_one(Erasure, erasure_id)
        for told in delivery.forget(connection, ids, alone):
            if told.arrived or erasure.whole_profile:
                _ask(erasure, connection, told)


def _ask(erasure: Erasure, connection: Connection, told: delivery.Told) -> None:
    destination = destination_of(connection.kind)
    rights = destination.rights if destination else Rights()
    step = ErasureStep(
        erasure_id=erasure.id,
        connection_id=connection.id,
        account_id=connection.account_id,
        kind=connection.kind,
        hub_name=connection.hub.name,
        state="waiting",
        person=person_mark(told.record.person_key),
        deliveries=told.in_hand,
        words=NOTHING,
    )
    db.session.add(step)
    record, settings = told.record, connection.account.settings
    taken = rights.taking_back(record)
    if connection.state == "leaving":
        step.state, step.words = "by_hand", LEAVING
    elif erasure.whole_profile and rights.deletion(settings, "", record) is not None:
        kept = {**record.to_json(), "values": {}, "once": []}
        step.sealed, step.due_at = seal(orjson.dumps(kept).decode()), now()
    elif taken is None:
        name = destination.label if destination else connection.kind
        step.state, step.words = "by_hand", NOTHING_STAYS
        if rights.deletion(settings, "", record) is None:
            step.words = Words(
                "%(destination)s cannot be asked to forget anybody. Delete what was sent there by "
                "hand.",
                destination=name,
            )
    else:
        step.last_delivery, lane = delivery.send_last(connection, taken)
        if connection.standing == "on":
            delivery.wake_after_commit([lane])
    if step.state == "by_hand" and told.in_hand:
        # What a worker is sending right now leaves its mark here once more.
        step.due_at = now()
