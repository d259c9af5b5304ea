"""Which entries of a hub are wanted, and how they are found among a million."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, or_, select

from hubapp.core.one_line import one_line
from hubapp.core.opening import zone_of
from hubapp.core.reading import day, natural
from hubapp.extensions import db
from hubapp.models import Contact, Hub, Submission
from hubapp.services.results.periods import midnight, zone_of_hub

MOST_PEOPLE = 1000
"""People that a beginning of an address may fit: more would have to be looked at for each page."""
ONLY, WITHOUT = "only", "without"
_LAST = "\U0010ffff"


@dataclass(frozen=True)
class Wanted:
    """text: the beginning of an email; begin, end: days, by the hub's clocks; before: the last
    entry that was shown; tests: ``only`` these, ``without`` them, or empty: with all others."""

    card: str = ""
    begin: date | None = None
    end: date | None = None
    text: str = ""
    before: int = 0
    tests: str = ""

    @classmethod
    def read(cls, given: Mapping[str, str], text: str = "") -> Wanted:
        """From what was linked or posted; what makes no sense is left out. text: from a form alone,
        for an address in a link would be read by others."""
        return cls(
            given.get("card", "").replace("\0", "")[:20],
            day(given.get("begin", "")),
            day(given.get("end", "")),
            one_line([text]).lower(),
            natural(given.get("before", "")),
            tests if (tests := given.get("tests", "")) in (ONLY, WITHOUT) else "",
        )

    def query(self) -> dict[str, str]:
        """For links: the same filter on another page, without the text."""
        named = {
            "card": self.card,
            "begin": self.begin.isoformat() if self.begin else "",
            "end": self.end.isoformat() if self.end else "",
            "tests": self.tests,
        }
        return {name: value for name, value in named.items() if value}

    def posted(self) -> dict[str, str]:
        """For forms: the same filter."""
        return {**self.query(), "text": self.text} if self.text else self.query()


def people_called(workspace_id: int, text: str) -> Sequence[int]:
    """Contacts whose email begins with ``text``: at most one more than ``MOST_PEOPLE``."""
    email: Any = Contact.email
    # PostgreSQL sorts addresses as people do; only these operators go by letters alone, as its
    # index of beginnings does.
    pattern = db.engine.dialect.name == "postgresql"
    from_here = email.op("~>=~")(text) if pattern else email >= text
    to_there = email.op("~<~")(text + _LAST) if pattern else email < text + _LAST
    query = select(Contact.id).where(Contact.workspace_id == workspace_id, from_here, to_there)
    return db.session.scalars(query.limit(MOST_PEOPLE + 1)).all()


def too_many(people: Sequence[int]) -> bool:
    """A beginning fits so many that the list of them is not whole."""
    return len(people) > MOST_PEOPLE


def of_hub(hub: Hub, wanted: Wanted, people: Sequence[int] | None) -> list[ColumnElement[bool]]:
    """What an entry must fulfil. people: who alone may have sent it."""
    # Of whom entries are wanted, they are found by who sent them: with a sum no index is the hub's,
    # whose order SQLite would follow through all of its entries.
    of_this = Submission.hub_id if people is None else Submission.hub_id + 0
    found: list[ColumnElement[bool]] = [of_this == hub.id]
    if wanted.card:
        found.append(Submission.card_id == wanted.card)
    if wanted.tests:
        found.append(and_(Submission.test) if wanted.tests == ONLY else ~Submission.test)
    zone = zone_of(zone_of_hub(hub))
    if wanted.begin:
        found.append(Submission.created_at >= midnight(wanted.begin, zone))
    if wanted.end:
        # The day after: on one that clocks are changed on, midnight is not 24 hours away.
        found.append(Submission.created_at < midnight(wanted.end + timedelta(days=1), zone))
    if people is not None and not people:
        found.append(false())
    elif people is not None:
        # All that these sent, first: no index knows both who and when.
        theirs = select(Submission.id).where(Submission.contact_id.in_(people))
        found.append(Submission.id.in_(select(theirs.cte().prefix_with("materialized").c.id)))
    return found


def newest_first(conditions: Sequence[ColumnElement[bool]], before: int) -> Select[Any]:
    """Entries after what was shown, by key. By time, whose order their indexes have; and by id,
    for two may come at the same moment."""
    query = select(Submission).where(*conditions)
    query = query.order_by(Submission.created_at.desc(), Submission.id.desc())
    if not before:
        return query
    at = select(Submission.created_at).where(Submission.id == before).scalar_subquery()
    return query.where(
        Submission.created_at <= at,
        or_(Submission.created_at < at, and_(Submission.created_at == at, Submission.id < before)),
    )
