"""Who one person is, for erasing: contacts, speakers and submissions of a workspace with the same
address are theirs, whichever browser they came from."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, Select, String, cast, exists, func, select
from sqlalchemy.dialects.postgresql import JSONB

from hubapp.extensions import db
from hubapp.models import Contact, Hub, Play, Speaker, Submission
from hubapp.services.marks import key_of
from hubapp.services.rights.marks import mark


@dataclass
class Person:
    """contacts: ids; emails in lower case; phones only where there is no email."""

    workspace_id: int
    contacts: set[int] = field(default_factory=set)
    emails: set[str] = field(default_factory=set)
    phones: set[str] = field(default_factory=set)

    def marks(self) -> list[str]:
        """What they are known by again."""
        named = [("contact", str(each)) for each in sorted(self.contacts)]
        named += [("email", each) for each in sorted(self.emails)]
        named += [("phone", each) for each in sorted(self.phones)]
        key = key_of(self.workspace_id)
        return [mark(key, self.workspace_id, kind, value) for kind, value in named]


def person_of(workspace_id: int, contacts: Collection[int], email: str = "") -> Person:
    """Whoever these contacts, or this address, are. Read by indexes alone."""
    found = Person(workspace_id, emails={email.strip().lower()} - {""})
    wanted = set(contacts)
    while True:
        before = (len(found.contacts), len(found.emails), len(found.phones))
        for row in _contacts(found, wanted):
            _learn(found, row)
        wanted = found.contacts
        if before == (len(found.contacts), len(found.emails), len(found.phones)):
            return found


def _contacts(person: Person, wanted: Collection[int]) -> list[Contact]:
    """A statement for each index, for one with OR would read the whole workspace."""
    ours = Contact.workspace_id == person.workspace_id
    found: list[Contact] = []
    if wanted:
        found += db.session.scalars(select(Contact).where(ours, Contact.id.in_(wanted)))
    if person.emails:
        found += db.session.scalars(select(Contact).where(ours, Contact.email.in_(person.emails)))
    if person.phones and not person.emails:
        same = Contact.phone.in_(person.phones), Contact.email.is_(None)
        found += db.session.scalars(select(Contact).where(ours, *same))
    return found


def _learn(person: Person, row: Contact) -> None:
    person.contacts.add(row.id)
    if row.email:
        person.emails.add(row.email.lower())
    elif row.phone and not person.emails:
        person.phones.add(row.phone)


def speakers_for(person: Person) -> Select[int]:
    """The ids of the speakers, in whichever browsers, who said to be this person. Nobody says an
    address without becoming its contact's."""
    return select(Speaker.id).where(Speaker.contact_id.in_(person.contacts))


def unnamed_speakers(person: Person, submissions: Collection[int]) -> list[int]:
    """Of the speakers of these submissions those who said the person's email and hang on nobody,
    as in what is left of a contact that is gone."""
    plays = select(Submission.play_id).where(Submission.id.in_(submissions))
    speakers = select(Play.speaker_id).where(Play.id.in_(plays))
    query = select(Speaker).where(Speaker.id.in_(speakers), Speaker.contact_id.is_(None))
    return [
        each.id
        for each in db.session.scalars(query)
        if str(each.claims.get("email")).lower() in person.emails
    ]


def with_address(person: Person, after: int, most: int) -> tuple[list[int], int]:
    """Submissions of the workspace that name the person's email, whatever contact they hang on, and
    the last id that was looked at (0: all were). after: begin behind this id; most: look at so
    many."""
    hubs = select(Hub.id).where(Hub.workspace_id == person.workspace_id)
    span = (
        select(Submission.id, Submission.values)
        .where(Submission.hub_id.in_(hubs), Submission.id > after)
        .order_by(Submission.id)
        .limit(most)
        .subquery()
    )
    last = int(db.session.scalar(select(func.max(span.c.id))) or 0)
    if not last or not person.emails:
        return [], 0
    found = select(span.c.id).where(_holds(span.c["values"], person.emails))
    return list(db.session.scalars(found)), last


def _holds(values: Any, emails: Collection[str]) -> ColumnElement[bool]:
    if db.engine.dialect.name == "postgresql":
        each = func.jsonb_each_text(cast(values, JSONB)).table_valued("key", "value")
    else:
        each = func.json_each(values).table_valued("key", "value")
    return exists(select(each.c.key).where(func.lower(cast(each.c.value, String)).in_(emails)))
