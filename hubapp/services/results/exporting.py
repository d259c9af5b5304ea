"""All entries that are wanted, row by row, in little memory whatever their number. That somebody
took them is noted before the first of them is read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import select

from hubapp.cards import opened
from hubapp.core.errors import Problem, Refused
from hubapp.core.opening import zone_of
from hubapp.core.snapshot import CardSnapshot
from hubapp.core.time_zones import UTC_NAME
from hubapp.core.words import NOTHING, Words
from hubapp.doors.database import end_reading, transaction
from hubapp.extensions import db
from hubapp.fields import field_kind_of
from hubapp.models import Draw, Hub, HubVersion
from hubapp.services import audit
from hubapp.services.editing import snapshot_of_version
from hubapp.services.results.draws import taken
from hubapp.services.results.entries import Entry, masked_of, told
from hubapp.services.results.periods import zone_of_hub
from hubapp.services.results.wanted import (
    MOST_PEOPLE,
    Wanted,
    newest_first,
    of_hub,
    people_called,
    too_many,
)

AT_ONCE = 500
_ENTRY, _TIME = Words("Entry"), Words("Time (UTC)")
_FIRST = (
    Words("Card"),
    Words("Person’s email"),
    Words("Person’s phone"),
    Words("In or out"),
    Words("Why out"),
)


class Columns(NamedTuple):
    """zone: of the hub's clocks; cards: id -> title; outputs: card and output key -> its heading;
    fields: key -> label."""

    zone: str
    cards: dict[str, str]
    outputs: dict[tuple[str, str], Words]
    fields: dict[str, str]

    def headings(self) -> list[Words]:
        """The first line. By the hub's own clocks too, where they say another time: UTC alone tells
        the two hours apart that come twice when clocks are put back."""
        labels = [Words.verbatim(label) for label in self.fields.values()]
        local = Words("Time (%(zone)s)", zone=self.zone)
        times = (_TIME,) if self.zone == UTC_NAME else (_TIME, local)
        return [_ENTRY, *times, *_FIRST, *self.outputs.values(), *labels]

    def times(self, at: datetime) -> list[datetime]:
        """A time for each column of times."""
        return [at] if self.zone == UTC_NAME else [at, at.astimezone(zone_of(self.zone))]


def table(hub: Hub, wanted: Wanted, masked: bool) -> Iterator[Sequence[Any]]:
    """The headings, and a row for each entry, newest first. masked: nothing that says who, nor what
    somebody typed. Raises Refused, at once, when the filter fits too many people."""
    people = people_called(hub.workspace_id, wanted.text) if wanted.text else None
    if people is not None and too_many(people):
        raise Refused(Problem("text", beginning_fits_many()))
    hub_id = hub.id
    with transaction():
        audit.note(hub.workspace_id, audit.Act.ENTRIES_EXPORTED, hub.name)
    return _table(hub_id, wanted, people, masked)


def beginning_fits_many() -> Words:
    """What to do about it."""
    return Words(
        "More than %(count)s people have an email that begins so. Type more of it.",
        count=MOST_PEOPLE,
    )


def _table(
    hub_id: int, wanted: Wanted, people: Sequence[int] | None, masked: bool
) -> Iterator[Sequence[Any]]:
    columns = _columns(hub_id, wanted.card)
    yield columns.headings()
    before = 0
    while True:
        conditions = of_hub(db.session.get_one(Hub, hub_id), wanted, people)
        rows = db.session.scalars(newest_first(conditions, before).limit(AT_ONCE)).all()
        made = [_row(columns, entry, masked) for entry in told(rows)]
        before = rows[-1].id if rows else 0
        # What has been read is let go, and nobody waits for a slow reader.
        db.session.expunge_all()
        end_reading()
        yield from made
        if len(made) < AT_ONCE:
            return


def winners(draw: Draw) -> Iterator[Sequence[Any]]:
    """Those who have won as it stands now, for whoever sends the prizes. An entry that is erased
    has its place and its id, and no more."""
    hub, draw_id = db.session.get_one(Hub, draw.hub_id), draw.id
    with transaction():
        audit.note(hub.workspace_id, audit.Act.WINNERS_EXPORTED, hub.name)
    return _winners(draw_id)


def _winners(draw_id: int) -> Iterator[Sequence[Any]]:
    # Read when the first line is: by then whoever asked for them has gone on.
    draw = db.session.get_one(Draw, draw_id)
    columns = _columns(draw.hub_id, str(draw.about.get("card", "")))
    yield [Words("Place"), Words("Prize of place"), *columns.headings()]
    for place, entry in taken(draw):
        if place.state == "winner":
            row = _row(columns, entry, False) if entry else [place.entry, Words("erased")]
            yield [place.position, place.stands_for or place.position, *row]


def _columns(hub_id: int, card_id: str) -> Columns:
    """Of every version that there was: an early entry has columns too."""
    found = Columns(zone_of_hub(db.session.get_one(Hub, hub_id)), {}, {}, {})
    versions = select(HubVersion.id).where(HubVersion.hub_id == hub_id)
    for version_id in db.session.scalars(versions.order_by(HubVersion.id.desc())):
        for card in snapshot_of_version(version_id).cards():
            found.cards.setdefault(card.id, card.title)
            mine = card_id in ("", card.id)
            if mine:
                _add(found, card)
            _add_fields(found, card, mine)
    return found


def _add(found: Columns, card: CardSnapshot) -> None:
    open_card = opened(card.kind, card.schema, card.content)
    if open_card is not None:
        for output in open_card.type.outputs(open_card.content):
            heading = Words("%(card)s: %(output)s", card=found.cards[card.id], output=output.label)
            found.outputs.setdefault((card.id, output.key), heading)


def _add_fields(found: Columns, card: CardSnapshot, mine: bool) -> None:
    """mine: of the cards that are exported. What a link says is told with every card."""
    for field in card.form.fields if card.form else ():
        kind = field_kind_of(field.kind)
        if mine or (kind is not None and kind.link_parameter(field.options)):
            found.fields.setdefault(field.key, field.label or field.key)


def _row(columns: Columns, entry: Entry, masked: bool) -> list[Any]:
    out = entry.disqualified
    standing = Words("Disqualified") if out else Words("Takes part")
    standing = Words("Test") if entry.test else standing
    outcome = {(entry.card_id, key): value for key, (_, value) in entry.outcome.items()}
    agreed = {key: given for key, (_, given) in entry.consents.items()}
    typed = {key: Words("hidden") for key in entry.values} if masked else entry.values
    answers = {**typed, **agreed}
    return [
        entry.public_id,
        *columns.times(entry.at),
        columns.cards.get(entry.card_id, ""),
        *(masked_of(each) if masked else each for each in (entry.email, entry.phone)),
        standing,
        out.reason if out else NOTHING,
        *(outcome.get(key, "") for key in columns.outputs),
        *(answers.get(key, "") for key in columns.fields),
    ]
