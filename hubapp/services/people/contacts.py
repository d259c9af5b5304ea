"""People of a workspace. These pieces join the caller's transaction and do not commit.

A typed address says whose a submission is. It never makes a browser somebody else's, and never
changes what another told of themselves."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import Any, NamedTuple
from urllib.parse import parse_qsl

from sqlalchemy import exists, select

from hubapp.core.snapshot import FieldSnapshot
from hubapp.extensions import db
from hubapp.fields import field_kind_of
from hubapp.models import Contact, Speaker, Visitor
from hubapp.models.columns import now
from hubapp.services.people import known, links
from hubapp.services.people.remembering import keep_told, lasting_values
from hubapp.services.people.values import EMAIL, Place, keep_shown, put_right
from hubapp.services.people.visitors import (
    CLAIMED,
    VERIFIED,
    Here,
    is_unnamed,
    other_person,
    sits_still,
)

_ADDRESSES = ("email", "phone")
SEEN = timedelta(hours=1)
"""How precisely it is kept when somebody was here last."""


class Named(NamedTuple):
    """speaker: who speaks in this browser from now on; contact: who that is; None: nobody has said.
    first: they have said so just now; new: nobody has ever said to be this person before; began:
    the speaker did just now, so that they have done nothing before. before: what they have told
    this hub until now. unwritten: keys of the addresses that they typed and that are not theirs to
    have, see ``name``. first_here: this hub has heard who they are just now."""

    speaker: Speaker
    contact: Contact | None
    first: bool
    new: bool
    began: bool
    before: Mapping[str, Any]
    unwritten: frozenset[str] = frozenset()
    first_here: bool = False


def name(
    speaker: Speaker,
    hub: tuple[int, int],
    fields: Sequence[FieldSnapshot],
    values: Mapping[str, Any],
    began: bool = False,
    stays_of_link: Callable[[], bool] = lambda: False,
    waits: bool = True,
) -> Named:
    """Keep what a form told this hub. Whoever names another address than before, or than the person
    of the link that they came by has, is another person: nothing of the one before is carried over.
    Whoever names the address of somebody known gets nothing of theirs. hub: its workspace's id and
    its own. began: the speaker did just now, see ``visitors.Here``. stays_of_link: whether, as
    somebody has chosen, the person of a link is the same even then; what they typed in place of
    their address is kept with the form alone. waits: what they did before is theirs; else it stays
    nobody's."""
    workspace_id, hub_id = hub
    given = _identities(fields, values)
    unwritten: frozenset[str] = frozenset()
    if not _is_same(speaker, given):
        if "link" in speaker.claims and _shared(speaker, given) is False and stays_of_link():
            unwritten, given = _addresses_in(fields), {}
            values = {key: value for key, value in values.items() if key not in unwritten}
        else:
            speaker, began = other_person(speaker), True
    first = not any(kind in speaker.claims for kind in _ADDRESSES)
    contact, new = _contact_of(speaker, workspace_id, given)
    first = contact is not None and (first or speaker.contact_id is None)
    _is_now(speaker, contact)
    speaker.claims = {**speaker.claims, **given}
    if not sits_still(speaker):
        speaker.last_at = now()
    before = keep_told(speaker, hub_id, lasting_values(fields, values), began)
    if first and not began and waits:
        known.claim(speaker)
    here = first or (contact is not None and _hears_first(speaker, before))
    return Named(speaker, contact, first, new, began, before, unwritten, here)


def name_tester(
    here: Here, hub_id: int, fields: Sequence[FieldSnapshot], values: Mapping[str, Any]
) -> Named:
    """The same for somebody who tries a hub out: they are no contact, and nobody's words change."""
    speaker, began, given = here.speaker, here.began, _identities(fields, values)
    if not _is_same(speaker, given):
        speaker, began = other_person(speaker), True
    first_here = bool(given) and not any(kind in speaker.claims for kind in _ADDRESSES)
    speaker.claims, speaker.last_at = {**speaker.claims, **given}, now()
    before = keep_told(speaker, hub_id, lasting_values(fields, values), began)
    return Named(speaker, None, False, False, began, before, first_here=first_here)


def _hears_first(speaker: Speaker, before: Mapping[str, Any]) -> bool:
    """None of the addresses of this speaker was told to the hub. before: what was."""
    said = {speaker.claims.get(kind) for kind in _ADDRESSES}
    return not said & {str(each) for each in before.values()}


def _is_now(speaker: Speaker, contact: Contact | None) -> None:
    """What shows that somebody is one contact does not show that they are another."""
    proven = speaker.claims.get("proven")
    shown = contact is not None and (
        contact.id == speaker.contact_id or (proven is not None and proven == contact.email)
    )
    if speaker.standing == VERIFIED and not shown:
        speaker.standing = CLAIMED
    speaker.contact_id = contact.id if contact else None


def _identities(fields: Sequence[FieldSnapshot], values: Mapping[str, Any]) -> dict[str, str]:
    given: dict[str, str] = {}
    for field in fields:
        kind, value = field_kind_of(field.kind), values.get(field.key)
        if kind is not None and kind.identifies in _ADDRESSES and value:
            given[kind.identifies] = str(value)
    return given


def _addresses_in(fields: Sequence[FieldSnapshot]) -> frozenset[str]:
    kinds = ((field.key, field_kind_of(field.kind)) for field in fields)
    return frozenset(key for key, kind in kinds if kind and kind.identifies in _ADDRESSES)


def _is_same(speaker: Speaker, given: Mapping[str, str]) -> bool:
    """What is said now and what was said before are one person's: an equal email outranks a
    different phone, a phone alone never joins two emails, and without anything in common only one
    sitting does."""
    said = _shared(speaker, given)
    if said is None:
        return sits_still(speaker) or is_unnamed(speaker)
    return said


def _shared(speaker: Speaker, given: Mapping[str, str]) -> bool | None:
    """An address says that they are one, or two; None: none does. The person of a link may be known
    by an email that was not said here."""
    for kind in _ADDRESSES:
        before = speaker.claims.get(kind)
        if before and kind in given:
            return bool(before == given[kind])
    email = given.get("email")
    if email and "link" in speaker.claims:
        return links.says(_mail_of(speaker), _of_link(speaker), email)
    return None


def _mail_of(speaker: Speaker) -> str:
    return str(speaker.claims.get("mail", ""))


def _of_link(speaker: Speaker) -> Contact | None:
    """The person of the link that they came by, signed now or known from an earlier one."""
    if speaker.contact_id is not None:
        return db.session.get(Contact, speaker.contact_id)
    workspace_id = db.session.get_one(Visitor, speaker.visitor_id).workspace_id
    ids = (value for _, value in parse_qsl(speaker.claims["link"]))
    found = (known.by(workspace_id, "external_id", each) for each in ids)
    return next((each for each in found if each is not None), None)


def _contact_of(
    speaker: Speaker, workspace_id: int, given: Mapping[str, str]
) -> tuple[Contact | None, bool]:
    """Who speaks, and whether they are new. With an email, only the email says who it is."""
    new = False
    before = db.session.get(Contact, speaker.contact_id) if speaker.contact_id else None
    email, phone = given.get("email"), given.get("phone")
    if before is None:
        contact = None
        if email or phone:
            contact, new = _found(workspace_id, email, phone)
    elif email and before.email != email:
        contact, new = _with_email(before, speaker, email)
    else:
        contact = before
    if contact is not None:
        if now() - contact.seen_at > SEEN:
            contact.seen_at = now()
        if phone and contact.phone != phone and _is_alone(contact, speaker):
            contact.phone = phone
    return contact, new


def _with_email(before: Contact, speaker: Speaker, email: str) -> tuple[Contact, bool]:
    """Who was known by a phone or a link alone says an email: theirs, unless somebody has it. A
    signed link that tells the same email shows that it is theirs."""
    found = known.by(before.workspace_id, "email", email)
    mail = _mail_of(speaker)
    shown = bool(mail) and speaker.standing == VERIFIED and links.is_mail(mail, email)
    if shown:
        speaker.claims = {**speaker.claims, "proven": email}
    if found is None and before.email is None and (shown or _is_alone(before, speaker)):
        before.email = email
        return before, False
    there = (found, False) if found else known.made(before.workspace_id, email=email)
    if shown and before.external_id:
        links.join(there[0], before, before.external_id)
    return there


def _is_alone(contact: Contact, speaker: Speaker) -> bool:
    """Nobody else has said to be this person, so nobody else's words are changed."""
    others = exists().where(Speaker.contact_id == contact.id, Speaker.id != speaker.id)
    return not db.session.scalar(select(others))


def _found(workspace_id: int, email: str | None, phone: str | None) -> tuple[Contact, bool]:
    kind, value = ("email", email) if email else ("phone", phone)
    found = known.by(workspace_id, kind, str(value))
    return (found, False) if found else known.made(workspace_id, email=email, phone=phone)


def correct(speaker: Speaker, hub_id: int, key: str, email: str) -> Contact:
    """Put another email in place of one that this speaker has mistyped. key: of the field that it
    was typed in."""
    workspace_id = db.session.get_one(Visitor, speaker.visitor_id).workspace_id
    before = db.session.get(Contact, speaker.contact_id) if speaker.contact_id else None
    contact = contact_with_email(speaker, email)
    if contact is None and before is not None and known.is_only_theirs(before, speaker):
        before.email, contact = email, before
    else:
        contact = contact or known.made(workspace_id, email=email)[0]
        known.move(speaker, contact)
    _is_now(speaker, contact)
    speaker.claims = {**speaker.claims, "email": email}
    keep_told(speaker, hub_id, {key: email})
    put_right(speaker, hub_id, key, email)
    return contact


def contact_with_email(speaker: Speaker, email: str) -> Contact | None:
    """The contact with this email in the workspace of a speaker."""
    workspace_id = db.session.get_one(Visitor, speaker.visitor_id).workspace_id
    return known.by(workspace_id, "email", email)


def prove(speaker: Speaker, contact: Contact, hub_id: int) -> None:
    """It is shown to this hub that the email of this contact is the speaker's."""
    speaker.contact_id, speaker.last_at = contact.id, now()
    speaker.claims = {**speaker.claims, "email": contact.email, "proven": contact.email}
    speaker.standing = VERIFIED
    place = Place(contact.workspace_id, hub_id)
    keep_shown(speaker, place, EMAIL, str(contact.email))
