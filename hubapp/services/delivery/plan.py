"""What a drain knows, and what of its rows it is about to send."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from hubapp.core import confirming as core_confirming
from hubapp.core.confirming import Known
from hubapp.core.destination import Destination
from hubapp.core.mapping import Record
from hubapp.services.delivery.claims import MOST, Row
from hubapp.services.delivery.lanes import Lease
from hubapp.services.delivery.triggers import is_lost


@dataclass
class Drain:
    """One drain: whose lane, towards what, and what it has counted. hand: rows to take in hand;
    at_most: objects in the next request, after one was too large; alone: so many rows go one by
    one, for somebody among them failed and nobody knows who; wait: seconds until the key's budget
    has room again; ended, changed: rows that go off the outbox and people of whom we know something
    new, with the transaction that is under way."""

    lease: Lease
    destination: Destination
    settings: Mapping[str, Any]
    secret: str
    budget: str
    failures: int
    tally: dict[str, Any]
    workspace_id: int = 0
    hand: int = MOST
    at_most: int = 0
    alone: int = 0
    wait: float = 0.0
    stopped: bool = False
    ended: list[Row] = field(default_factory=list)
    changed: dict[str, Known] = field(default_factory=dict)

    def count(self, name: str, more: float = 1) -> None:
        """Add to a counter of the lane."""
        self.tally[name] = self.tally.get(name, 0) + more


class Planned(NamedTuple):
    """A claimed row and what of it is sent now. known: what is confirmed of the person, the same
    object for all rows of one; saved: values left out as unchanged."""

    row: Row
    record: Record
    known: Known
    saved: int
    event_left_out: bool = False


def plan(run: Drain, rows: Sequence[Row]) -> list[Planned]:
    """What each row sends: only what changed, and what may be sent twice."""
    known: dict[str, Known] = {}
    for row in rows:
        known.setdefault(row.record.person_key, row.confirmed)
    several = len(known) < len(rows)
    # What a row is about to send may not be left out of a later row as unchanged.
    expected = {person: dict(values) for person, values in known.items()} if several else known
    planned = []
    for row in rows:
        person = row.record.person_key
        record, saved = core_confirming.reduced(
            row.record,
            row.place,
            expected[person],
            run.destination.keeps,
            whole=row.whole or row.unknown,
        )
        record = replace(record, message=_message(row), lost=_is_lost(run, row))
        quiet = row.unknown and bool(record.event_name) and not row.resend_events
        if quiet:
            record = replace(record, event_name="")
        if several:
            core_confirming.doubt(expected[person], record.values)
        planned.append(Planned(row, record, known[person], saved, quiet))
    return planned


def _is_lost(run: Drain, row: Row) -> bool:
    kinds = {kind.key: kind for kind in run.destination.triggers}
    trigger = row.record.trigger
    kind = kinds.get(trigger.kind) if trigger else None
    return is_lost(row.record, row.unknown, row.created_at, kind)


def _message(row: Row) -> str:
    """The name of what is sent. With its time, for a restored database gives numbers anew."""
    return f"{int(row.created_at.timestamp() * 1000)}-{row.id}"
