"""What a drain knows, and what of its rows it is about to send."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import reduce
from typing import Any, NamedTuple

from hubapp.core import confirming as core_confirming
from hubapp.core.confirming import Known
from hubapp.core.destination import Destination
from hubapp.core.labels import name_of
from hubapp.core.mapping import Record
from hubapp.core.words import NOTHING, Words
from hubapp.services.delivery.claims import MOST, Row
from hubapp.services.delivery.lanes import Lease
from hubapp.services.delivery.triggers import is_lost

EVENT_LEFT_OUT = Words(
    "The answer to an earlier try was lost. The attributes were sent again; the event was not, as "
    "this connection says."
)


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
    object for all rows of one; saved: values left out as unchanged; stays: targets that were left
    out because an earlier answer stays there."""

    row: Row
    record: Record
    known: Known
    saved: int
    event_left_out: bool = False
    stays: tuple[str, ...] = ()


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
        stays = core_confirming.staying(
            row.record, row.place, expected[person], run.destination.keeps
        )
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
        planned.append(Planned(row, record, known[person], saved, quiet, stays))
    return planned


def endings(run: Drain, planned: Sequence[Planned], plain: Words) -> list[tuple[Words, list[Row]]]:
    """What is said at the end of these, with those of which it is said. plain: of what was sent as
    it was."""
    found: dict[tuple[bool, tuple[str, ...]], list[Row]] = {}
    for each in planned:
        found.setdefault((each.event_left_out, each.stays), []).append(each.row)
    return [(_ending(run, *key, plain), rows) for key, rows in found.items()]


def _ending(run: Drain, event_left_out: bool, stays: tuple[str, ...], plain: Words) -> Words:
    if not stays:
        return EVENT_LEFT_OUT if event_left_out else plain
    names = (name_of(run.destination, target) for target in stays)
    both = reduce(lambda one, more: Words("%(inside)s, %(what)s", inside=one, what=more), names)
    kept = says_earlier_stays(both)
    if event_left_out:
        return Words("%(event)s %(kept)s", event=EVENT_LEFT_OUT, kept=kept)
    return kept


def left_for_earlier(words: Words) -> list[Words]:
    """The names of what was left out for an earlier answer, by the words of a delivery."""
    found = words.parameters.get("kept", words)
    if not isinstance(found, Words) or found.template != says_earlier_stays(NOTHING).template:
        return []
    names, said = found.parameters["names"], []
    while "inside" in names.parameters:
        said.append(names.parameters["what"])
        names = names.parameters["inside"]
    return [names, *reversed(said)]


def says_earlier_stays(names: Words) -> Words:
    """What is said of values that were left out. names: of their targets."""
    return Words("Left out: an earlier answer stays (%(names)s).", names=names)


def _is_lost(run: Drain, row: Row) -> bool:
    kinds = {kind.key: kind for kind in run.destination.triggers}
    trigger = row.record.trigger
    kind = kinds.get(trigger.kind) if trigger else None
    return is_lost(row.record, row.unknown, row.created_at, kind)


def _message(row: Row) -> str:
    """The name of what is sent. With its time, for a restored database gives numbers anew."""
    return f"{int(row.created_at.timestamp() * 1000)}-{row.id}"
