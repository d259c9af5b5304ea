"""Entries: one for each form that was sent, with what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from hubapp.cards import Opened, opened
from hubapp.core.card_type import Outcome, Output
from hubapp.core.snapshot import CardSnapshot
from hubapp.core.words import Words
from hubapp.extensions import db
from hubapp.fields import field_kind_of
from hubapp.models import Contact, Disqualification, Hub, HubVersion, Play, Submission
from hubapp.services.editing import snapshot_of_version
from hubapp.services.results.wanted import Wanted, newest_first, of_hub, people_called, too_many

PAGE = 50
Marks = Sequence[Disqualification]


@dataclass(frozen=True)
class Entry:
    """outcome: output key -> label and value; consents: label, and whether it was given; values:
    field key -> what was typed, without consents; means: what a field means to everybody
    (``core/field_kind``) -> the same; marks: its disqualifications, oldest first; test: it counts
    nowhere."""

    id: int
    public_id: str
    at: datetime
    card_id: str
    outcome: dict[str, tuple[Words, Any]]
    email: str
    phone: str
    consents: dict[str, tuple[str, bool]]
    values: dict[str, Any]
    means: dict[str, Any]
    marks: Marks
    test: bool = False

    @property
    def address(self) -> str:
        """Where they are written to: the email of this entry, or else their own; empty: none."""
        return str(self.means.get("email") or self.email)

    @property
    def disqualified(self) -> Disqualification | None:
        """What keeps it out now."""
        return next((each for each in self.marks if each.undone_at is None), None)

    def who(self, masked: bool) -> Words:
        """The person, or what was typed in a test, which makes nobody known; masked: the first two
        letters alone."""
        typed = (self.means.get(each) for each in ("email", "phone")) if self.test else ()
        said = self.email or self.phone or next((str(each) for each in typed if each), "")
        if not said:
            return Words("Nobody said who")
        return Words.verbatim(masked_of(said) if masked else said)


def masked_of(address: str) -> str:
    """The first two letters of an address; nothing of none."""
    return f"{address[:2]}…" if address else ""


@dataclass(frozen=True)
class Page:
    """more: the last entry of this page when there are others after it. too_many: the beginning of
    an address fits more people than can be looked at, so nothing was."""

    entries: Sequence[Entry]
    more: int = 0
    too_many: bool = False


def entries_of(hub: Hub, wanted: Wanted, size: int = PAGE) -> Page:
    """A page of entries, newest first."""
    people = people_called(hub.workspace_id, wanted.text) if wanted.text else None
    if people is not None and too_many(people):
        return Page((), too_many=True)
    query = newest_first(of_hub(hub, wanted, people), wanted.before).limit(size + 1)
    rows = db.session.scalars(query).all()
    more = rows[size - 1].id if len(rows) > size else 0
    return Page(told(rows[:size]), more)


def tests_in(hub_id: int) -> int:
    """How many plays of a hub are tests."""
    query = select(func.count()).select_from(Play).where(Play.hub_id == hub_id, Play.test)
    return int(db.session.scalar(query) or 0)


def told(rows: Sequence[Submission]) -> list[Entry]:
    """These as they are shown. A query for each table, whatever their number."""
    plays = _by_id(Play, [row.play_id for row in rows])
    contacts = _by_id(Contact, [row.contact_id for row in rows if row.contact_id])
    marks: dict[int, list[Disqualification]] = {}
    query = select(Disqualification).where(
        Disqualification.submission_id.in_([row.id for row in rows])
    )
    query = query.options(
        joinedload(Disqualification.by), joinedload(Disqualification.undone_by)
    ).order_by(Disqualification.id)
    for mark in db.session.scalars(query):
        marks.setdefault(mark.submission_id, []).append(mark)
    cards = {at: _card(*at) for at in {(row.version_id, row.card_id) for row in rows}}
    return [
        _entry(
            row,
            cards[row.version_id, row.card_id],
            plays.get(row.play_id),
            contacts.get(row.contact_id),
            marks.get(row.id, ()),
        )
        for row in rows
    ]


def _by_id(table: Any, ids: Sequence[int]) -> dict[int | None, Any]:
    rows = db.session.scalars(select(table).where(table.id.in_(set(ids))))
    return {row.id: row for row in rows}


class _Card(NamedTuple):
    """A card as a version had it: read once for all of its entries, for reading takes long.
    receipts: field key -> label of the consents that it asks for; means: field key -> what it means
    to everybody, if anything."""

    open_card: Opened | None
    outputs: Sequence[Output]
    receipts: dict[str, str]
    means: dict[str, str]


def _card(version_id: int, card_id: str) -> _Card:
    card = snapshot_of_version(version_id).card(card_id)
    if card is None:
        return _Card(None, (), {}, {})
    open_card = opened(card.kind, card.schema, card.content)
    outputs = open_card.type.outputs(open_card.content) if open_card else ()
    return _Card(open_card, outputs, _receipts_of(card), _meanings_of(card))


def _entry(
    row: Submission, card: _Card, play: Play | None, contact: Contact | None, marks: Marks
) -> Entry:
    receipts = card.receipts
    return Entry(
        row.id,
        row.public_id,
        row.created_at,
        row.card_id,
        _outcome(card, play),
        (contact.email if contact else "") or "",
        (contact.phone if contact else "") or "",
        {key: (label, bool(row.values.get(key))) for key, label in receipts.items() if row.values},
        {key: value for key, value in row.values.items() if key not in receipts},
        {means: row.values[key] for key, means in card.means.items() if row.values.get(key)},
        marks,
        row.test,
    )


def _meanings_of(card: CardSnapshot) -> dict[str, str]:
    return {
        field.key: kind.means
        for field in (card.form.fields if card.form else ())
        if (kind := field_kind_of(field.kind)) is not None and kind.means and not kind.receipt
    }


def _receipts_of(card: CardSnapshot) -> dict[str, str]:
    return {
        field.key: field.label or field.key
        for field in (card.form.fields if card.form else ())
        if (kind := field_kind_of(field.kind)) is not None and kind.receipt
    }


def _outcome(card: _Card, play: Play | None) -> dict[str, tuple[Words, Any]]:
    if card.open_card is None or play is None:
        return {}
    card_type, content = card.open_card
    decided = Outcome(**play.outcome) if play.outcome else None
    values = card_type.output_values(content, play.answers, decided)
    return {
        output.key: (output.label, values[output.key])
        for output in card.outputs
        if values.get(output.key) not in (None, "", [])
    }


def cards_of(hub: Hub) -> dict[str, CardSnapshot]:
    """Every card that was ever published, by id, as it was last; the newest version's first."""
    versions = select(HubVersion.id).where(HubVersion.hub_id == hub.id)
    found: dict[str, CardSnapshot] = {}
    for version_id in db.session.scalars(versions.order_by(HubVersion.id.desc())):
        for card in snapshot_of_version(version_id).cards():
            found.setdefault(card.id, card)
    return found
