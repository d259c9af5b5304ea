"""What is known of one person, each value with where it came from. Only reads."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from hubapp.core.spoken import masked, spoken
from hubapp.core.words import NOTHING, Words
from hubapp.extensions import db
from hubapp.models import ContactValue, Hub
from hubapp.services import people
from hubapp.services.editing import snapshot_of_version
from hubapp.services.rights.labels import labels_of
from hubapp.services.rights.persons import Person

LOOKED_AT = 500
"""Tellings of one person that a screen looks at."""
OTHERS = 4
"""Other values by the same name on a screen."""
VERIFIED, CLAIMED, NOBODY = "verified", "claimed", "nobody"
_UNASKED = {"external_id": Words("ID, from a signed link"), "email": Words("Email")}


@dataclass(frozen=True)
class Telling:
    """A value, and where it came from. standing: ``verified``: told by whoever has shown to be
    this person; ``claimed``: by somebody who only said so; ``nobody``: an earlier release kept it.
    hub: empty for the last; card: empty when no form asked."""

    value: Words
    standing: str
    at: datetime
    hub: str = ""
    card: Words = NOTHING


@dataclass(frozen=True)
class Known:
    """What is known by one name: what was shown to be theirs before what was said, then the newest.
    others: different values by the same name; more: how many there are beside these."""

    label: Words
    first: Telling
    others: Sequence[Telling] = ()
    more: int = 0


def known_of(person: Person, hidden: bool = False) -> list[Known]:
    """In the order in which each was told last. hidden: values show only how they begin."""
    by_key: dict[str, list[ContactValue]] = {}
    for row in values_of(person, LOOKED_AT):
        by_key.setdefault(row.key, []).append(row)
    return [_known(rows, hidden) for rows in by_key.values()]


def values_of(person: Person, most: int | None = None) -> Sequence[ContactValue]:
    """Newest first."""
    query = select(ContactValue).where(ContactValue.contact_id.in_(person.contacts))
    return db.session.scalars(query.order_by(ContactValue.id.desc()).limit(most)).all()


def label_of(row: ContactValue) -> Words:
    """What the form called it."""
    named = labels_of(row.version_id) if row.version_id else {}
    return named.get(row.key) or _UNASKED.get(row.key) or Words.verbatim(row.key)


def telling_of(row: ContactValue, hidden: bool = False) -> Telling:
    """One of them."""
    value = (masked if hidden else spoken)(row.value)
    if row.hub_id is None:
        return Telling(value, NOBODY, row.at)
    card = snapshot_of_version(row.version_id).card(row.card_id) if row.version_id else None
    hub = db.session.get_one(Hub, row.hub_id).name
    title = Words.verbatim(card.title) if card else NOTHING
    return Telling(value, row.standing, row.at, hub, title)


def _known(rows: Iterable[ContactValue], hidden: bool) -> Known:
    best = sorted(rows, key=_rank, reverse=True)
    apart = {str(row.value): row for row in reversed(best)}
    others = [row for row in apart.values() if str(row.value) != str(best[0].value)]
    others.sort(key=_rank, reverse=True)
    return Known(
        label_of(best[0]),
        telling_of(best[0], hidden),
        [telling_of(row, hidden) for row in others[:OTHERS]],
        max(0, len(others) - OTHERS),
    )


def _rank(row: ContactValue) -> tuple[bool, bool, datetime]:
    return row.standing == people.VERIFIED, row.speaker_id is not None, row.at
