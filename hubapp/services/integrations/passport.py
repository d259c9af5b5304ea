"""Everything that an account may write, in one list: for whoever keeps the other side tidy."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select

from hubapp.core.destination import Destination
from hubapp.core.labels import TYPE_WORDS, group_of, label_of
from hubapp.core.mapping import CONSTANT, FieldMapping, Source
from hubapp.core.spoken import spoken
from hubapp.core.words import NOTHING, Words
from hubapp.core.writing import APPEND, BRIEFLY
from hubapp.extensions import db
from hubapp.models import Account, AccountLane, Connection, Hub
from hubapp.services.delivery import EVENT
from hubapp.services.integrations.accounts import hubs_with
from hubapp.services.integrations.mappings import destination_or_404, sources

HEADINGS = (
    Words("Name"),
    Words("What it is"),
    Words("Type"),
    Words("Sample"),
    Words("From"),
    Words("First sent (UTC)"),
    Words("Last sent (UTC)"),
)
_EVENT = Words("Event")


@dataclass
class Entry:
    """A place that is written. value_types: more than one where hubs disagree; origins: hub and
    source, as people say them; nothing when no mapping has it any more. first, last: None before
    something was accepted there."""

    name: Words
    group: Words
    value_types: list[Words] = field(default_factory=list)
    sample: Words = NOTHING
    origins: list[Words] = field(default_factory=list)
    first: datetime | None = None
    last: datetime | None = None


def passport_of(account: Account) -> list[Entry]:
    """Attributes first as they are mapped, then events, then what was written once."""
    destination = destination_or_404(account.kind)
    found: dict[str, Entry] = {}
    for hub, connection in hubs_with(account):
        _add(found, destination, hub, connection)
    for target, (first, last) in _written(account).items():
        entry = found.setdefault(target, _entry(destination, target))
        entry.first, entry.last = first, last
    return sorted(found.values(), key=lambda each: (not each.origins, each.group == _EVENT))


def table(account: Account) -> Iterator[Sequence[Any]]:
    """The same as lines of a file."""
    yield HEADINGS
    for each in passport_of(account):
        yield (
            each.name,
            each.group,
            ", ".join(str(kind) for kind in each.value_types),
            each.sample,
            "; ".join(str(origin) for origin in each.origins),
            each.first.isoformat(timespec="seconds") if each.first else "",
            each.last.isoformat(timespec="seconds") if each.last else "",
        )


def _add(
    found: dict[str, Entry], destination: Destination, hub: Hub, connection: Connection
) -> None:
    mapping = FieldMapping.from_json(connection.mapping)
    by_key = {each.key: each for each in sources(hub)}
    if mapping.event_name:
        event = found.setdefault(
            EVENT + mapping.event_name, _entry(destination, EVENT + mapping.event_name)
        )
        event.origins.append(Words("%(hub)s: each form or play", hub=hub.name))
    for row in mapping.rows:
        entry = found.setdefault(row.target, _entry(destination, row.target))
        source = by_key.get(row.source)
        fixed = row.source == CONSTANT
        kind = row.constant_kind if fixed else source.value_type if source else ""
        kind = "list" if row.how == APPEND else kind
        said = TYPE_WORDS.get(kind, NOTHING)
        if said and said not in entry.value_types:
            entry.value_types.append(said)
        entry.sample = entry.sample or spoken(row.constant if fixed else row.of(_sample(source)))
        label = source.full_label if source else Words("a source that is gone")
        if row.how in BRIEFLY:
            label = Words("%(source)s (%(way)s)", source=label, way=BRIEFLY[row.how])
        entry.origins.append(Words("%(hub)s: %(source)s", hub=hub.name, source=label))


def _sample(source: Source | None) -> Any:
    return "" if source is None or source.sample is None else source.sample


def _entry(destination: Destination, target: str) -> Entry:
    if target.startswith(EVENT):
        return Entry(Words.verbatim(target.removeprefix(EVENT)), _EVENT)
    group = group_of(destination, target)
    if group is None or not group.named:
        return Entry(label_of(destination, target), group.label if group else NOTHING)
    return Entry(Words.verbatim(target.removeprefix(group.key)), group.label)


def _written(account: Account) -> dict[str, tuple[datetime, datetime]]:
    """Target -> when it was accepted first and last, over all lanes."""
    found: dict[str, tuple[datetime, datetime]] = {}
    tallies = select(AccountLane.tally).where(AccountLane.account_id == account.id)
    for tally in db.session.scalars(tallies):
        for target, times in tally.get("written", {}).items():
            first, last = (datetime.fromisoformat(each) for each in times)
            known = found.get(target, (first, last))
            found[target] = (min(known[0], first), max(known[1], last))
    return found
