"""What a workspace knows of one person: what they told and where, what they agreed to, what was
made of it. Only reads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import joinedload

from hubapp.core.errors import NotFoundHere
from hubapp.core.retrying import State
from hubapp.core.spoken import masked, spoken
from hubapp.core.words import NOTHING, Words
from hubapp.destinations import destination_of
from hubapp.extensions import db
from hubapp.models import (
    Activity,
    Consent,
    Contact,
    Delivery,
    Hub,
    HubVersion,
    Play,
    Submission,
    Withdrawal,
)
from hubapp.models.activity import FINISHED, SUBMITTED
from hubapp.services import delivery, people
from hubapp.services.editing import snapshot_of_version
from hubapp.services.rights.labels import labels_of
from hubapp.services.rights.persons import Person, person_of
from hubapp.services.rights.provenance import Known, known_of

MOST = 100
"""Of each sort on one screen; an export has all."""


@dataclass(frozen=True)
class Where:
    """A card of a hub."""

    hub_id: int
    hub: str
    card: Words


@dataclass(frozen=True)
class Said:
    """The newest value that somebody told by one name."""

    label: Words
    value: Words
    where: Where
    at: datetime


@dataclass(frozen=True)
class Agreed:
    """A wording, and whether it was agreed to. version: number of the hub's version; withdrawn:
    when it was taken back; condition: terms, which are not taken back."""

    id: int
    wording: str
    version: int
    language: str
    given: bool
    at: datetime
    where: Where
    withdrawn: datetime | None = None
    condition: bool = False


@dataclass(frozen=True)
class Happened:
    """Something in the order of time. kind: of an activity, or ``delivery``; of a delivery
    also its state, which connection it went by, and its number, for the page that explains it."""

    kind: str
    at: datetime
    where: Where
    state: str = ""
    destination: str = ""
    destination_kind: str = ""
    number: int = 0


@dataclass(frozen=True)
class Profile:
    """One person on the screen. id: the contact that was asked for; called: by which name, as far
    as somebody told one; more: not all that happened is listed."""

    id: int
    name: Words
    called: Words
    phone: Words | None
    contacts: int
    since: datetime
    seen_at: datetime
    known: Sequence[Known]
    agreed: Sequence[Agreed]
    happened: Sequence[Happened]
    more: bool


def contact_of(workspace_id: int, contact_id: int) -> Contact:
    """A contact of a workspace. Raises NotFoundHere."""
    found = db.session.get(Contact, contact_id)
    if found is None or found.workspace_id != workspace_id:
        raise NotFoundHere
    return found


def name_of(contact: Contact, hidden: bool = False) -> Words:
    """What a contact is called in lists. hidden: only how it begins."""
    told = contact.email or contact.phone or contact.external_id
    if not told:
        return Words("Visitor %(number)s", number=contact.id)
    return masked(told) if hidden else Words.verbatim(told)


def names_of(contacts: Sequence[Contact], hidden: bool = False) -> dict[int, Words]:
    """Contact -> by which name they are called, of those that somebody told one of. hidden: only
    how it begins."""
    found = people.names_of([each.id for each in contacts])
    return {id_: masked(name) if hidden else Words.verbatim(name) for id_, name in found.items()}


def profile(workspace_id: int, contact_id: int, hidden: bool = False) -> Profile:
    """Everything about the person of this contact. hidden: values show only how they begin. Raises
    NotFoundHere."""
    contact = contact_of(workspace_id, contact_id)
    person = person_of(workspace_id, [contact_id])
    submissions, plays, acts = submissions_of(person), plays_of(person), activities_of(person)
    forms = {each.play_id for each in acts if each.kind == SUBMITTED}
    # That a form was sent says that its card was played.
    told = [each for each in acts if each.kind != FINISHED or each.play_id not in forms]
    events = [Happened(each.kind, each.at, where_of(each)) for each in told]
    events += [_delivered(each) for each in deliveries_of(submissions, plays)]
    events.sort(key=lambda each: each.at, reverse=True)
    show = masked if hidden else spoken
    return Profile(
        id=contact_id,
        name=name_of(contact, hidden),
        called=names_of([contact], hidden).get(contact_id, NOTHING),
        phone=show(contact.phone) if contact.phone and contact.email else None,
        contacts=len(person.contacts),
        since=contact.created_at,
        seen_at=contact.seen_at,
        known=known_of(person, hidden),
        agreed=agreements(person),
        happened=events[:MOST],
        more=len(events) > MOST or len(acts) == MOST or len(submissions) == MOST,
    )


def submissions_of(person: Person, most: int | None = MOST) -> Sequence[Submission]:
    """Newest first."""
    query = select(Submission).where(Submission.contact_id.in_(person.contacts))
    return db.session.scalars(query.order_by(Submission.id.desc()).limit(most)).all()


def plays_of(person: Person, most: int | None = MOST) -> Sequence[Play]:
    """Newest first."""
    query = select(Play).where(Play.contact_id.in_(person.contacts))
    return db.session.scalars(query.order_by(Play.id.desc()).limit(most)).all()


def activities_of(person: Person, most: int | None = MOST) -> Sequence[Activity]:
    """Newest first."""
    query = select(Activity).where(Activity.contact_id.in_(person.contacts))
    return db.session.scalars(query.order_by(Activity.id.desc()).limit(most)).all()


def deliveries_of(submissions: Sequence[Submission], plays: Sequence[Play]) -> Sequence[Delivery]:
    """Of these submissions and plays, newest first."""
    pairs = [
        *delivery.of_submissions([each.id for each in submissions]),
        *delivery.of_plays([each.id for each in plays]),
    ]
    query = select(Delivery).where(Delivery.id.in_({id_ for _, id_ in pairs}))
    query = query.options(joinedload(Delivery.connection))
    return db.session.scalars(query.order_by(Delivery.id.desc())).all()


def agreements(person: Person) -> list[Agreed]:
    """Newest first."""
    return agreed(Consent.contact_id.in_(person.contacts))


def agreed(which: ColumnElement[bool]) -> list[Agreed]:
    """Consents, newest first."""
    query = (
        select(Consent, Submission, HubVersion.number, Withdrawal.created_at)
        .join(Submission, Submission.id == Consent.submission_id)
        .join(HubVersion, HubVersion.id == Consent.version_id)
        .outerjoin(Withdrawal, Withdrawal.consent_id == Consent.id)
        .where(which)
        .order_by(Consent.id.desc())
    )
    return [
        Agreed(
            consent.id,
            consent.wording,
            number,
            consent.language,
            consent.given,
            consent.created_at,
            where_of(submission),
            withdrawn,
            consent.condition,
        )
        for consent, submission, number, withdrawn in db.session.execute(query)
    ]


def where_of(row: Submission | Play | Activity) -> Where:
    """The hub and the card, as the version of then called it."""
    hub = db.session.get_one(Hub, row.hub_id)
    card = snapshot_of_version(row.version_id).card(row.card_id)
    title = Words.verbatim(card.title) if card else Words("a card that was removed")
    return Where(hub.id, hub.name, title)


def said_in(submissions: Sequence[Submission]) -> list[Said]:
    """The newest value of each name. submissions: newest first."""
    found: dict[str, Said] = {}
    for each in submissions:
        labels, where = labels_of(each.version_id), where_of(each)
        for key, value in each.values.items():
            if key not in found and value not in (None, "", []):
                label = labels.get(key, Words.verbatim(key))
                found[key] = Said(label, spoken(value), where, each.created_at)
    return list(found.values())


def _delivered(row: Delivery) -> Happened:
    hub = db.session.get_one(Hub, row.connection.hub_id)
    destination = destination_of(row.connection.kind)
    return Happened(
        "delivery",
        row.done_at or row.created_at,
        Where(hub.id, hub.name, Words("")),
        str(State(row.state)),
        destination.label if destination else row.connection.kind,
        row.connection.kind,
        row.id,
    )
