"""Who one person is, for erasing: contacts and submissions of a workspace with the same address are
theirs, whichever browser they came from."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, String, cast, exists, func, select
from sqlalchemy.dialects.postgresql import JSONB

from hubapp.extensions import db
from hubapp.models import Contact, Hub, Play, Submission
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
        return [mark(self.workspace_id, kind, value) for kind, value in named]


def person_of(workspace_id: int, contacts: Collection[int], email: str = "") -> Person:
    """Whoever these contacts, or this address, are. Read by indexes alone."""
    found = Person(workspace_id, emails={email.strip().lower()} - {""})
    wanted = set(contacts)
    while True:
        before = (len(found.contacts), len(found.emails), len(found.phones))
        for row in _contacts(found, wanted):
            _learn(found, row)
        wanted = found.contacts | _speakers(found)
        if before == (len(found.contacts), len(found.emails), len(found.phones)):
            if wanted <= found.contacts:
                return found


def _contacts(person: Person, wanted: Collection[int]) -> list[Contact]:
    """A statement for each index, for one with OR would read the whole workspace."""
    ours = (
        Contact.workspace_id == person.workspace_id,
        Contact.token != nobodys(person.workspace_id),
    )
    found: list[Contact] = []
    if wanted:
        found += db.session.scalars(select(Contact).where(*ours, Contact.id.in_(wanted)))
    if person.emails:
        found += db.session.scalars(select(Contact).where(*ours, Contact.email.in_(person.emails)))
    if person.phones and not person.emails:
        same = Contact.phone.in_(person.phones), Contact.email.is_(None)
        found += db.session.scalars(select(Contact).where(*ours, *same))
    return found


def _learn(person: Person, row: Contact) -> None:
    person.contacts.add(row.id)
    email = row.email or row.claims.get("email")
    phone = row.phone or row.claims.get("phone")
    if email:
        person.emails.add(str(email).lower())
    elif phone and not person.emails:
        person.phones.add(str(phone))


def _speakers(person: Person) -> set[int]:
    """Browsers in which an address was typed that another contact had already: their plays are
    their own, their submissions that contact's."""
    if not person.emails or not person.contacts:
        return set()
    plays = (
        select(Play.contact_id)
        .join(Submission, Submission.play_id == Play.id)
        .where(Submission.contact_id.in_(person.contacts))
    )
    rows = db.session.scalars(select(Contact).where(Contact.id.in_(plays))).all()
    return {each.id for each in rows if str(each.claims.get("email")).lower() in person.emails}


def nobodys(workspace_id: int) -> str:
    """The token of the contact that plays and submissions of erased people hang on. No cookie holds
    it: cookies are signed."""
    return f"erased-{workspace_id}"


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
