"""People of a workspace. These pieces join the caller's transaction and do not commit.

A typed address says whose a submission is. It never makes a browser somebody else's, and never
changes what another told of themselves."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any, NamedTuple

from sqlalchemy import select

from hubapp.core.snapshot import FieldSnapshot
from hubapp.extensions import db
from hubapp.fields import field_kind_of
from hubapp.models import Consent, Contact
from hubapp.models.columns import now

SITTING = timedelta(minutes=30)
"""After so long a silence, whoever names nothing that was said before may be somebody else."""


_ADDRESSES = ("email", "phone")


class Named(NamedTuple):
    """speaker: the contact whose cookie the browser carries from now on; person: whose the
    submission is. They differ when the address belongs to somebody who is known from elsewhere."""

    speaker: Contact
    person: Contact


def contact_for(workspace_id: int, token: str | None) -> Contact:
    """The contact of a visitor's cookie in this workspace, or a new anonymous one."""
    if token:
        query = select(Contact).where(Contact.token == token, Contact.workspace_id == workspace_id)
        if (found := db.session.scalars(query).one_or_none()) is not None:
            if _sits_still(found):
                found.seen_at = now()
            return found
    return _new(workspace_id)


def _new(workspace_id: int) -> Contact:
    contact = Contact(
        workspace_id=workspace_id, token=secrets.token_urlsafe(16), claims={}, properties={}
    )
    db.session.add(contact)
    db.session.flush()
    return contact


def name(contact: Contact, fields: Sequence[FieldSnapshot], values: Mapping[str, Any]) -> Named:
    """Keep what a form told. Whoever names another address than before is another person: nothing
    of the one before is carried over. Whoever names the address of somebody known gets nothing of
    theirs."""
    given = _identities(fields, values)
    speaker = contact if _is_same(contact, given) else _new(contact.workspace_id)
    person = _known(speaker, given) or speaker
    if person is speaker:
        speaker.email = given.get("email") or speaker.email
        speaker.phone = given.get("phone") or speaker.phone
    speaker.claims = {**speaker.claims, **given}
    speaker.properties = {**speaker.properties, **_lasting_values(fields, values)}
    speaker.seen_at = now()
    return Named(speaker, person)


def _identities(fields: Sequence[FieldSnapshot], values: Mapping[str, Any]) -> dict[str, str]:
    given: dict[str, str] = {}
    for field in fields:
        kind, value = field_kind_of(field.kind), values.get(field.key)
        if kind is not None and kind.identifies in _ADDRESSES and value:
            given[kind.identifies] = str(value)
    return given


def _lasting_values(fields: Sequence[FieldSnapshot], values: Mapping[str, Any]) -> dict[str, Any]:
    """Without consents: each belongs to its submission and has a receipt of its own."""
    told = {key: value for key, value in values.items() if value is not None}
    for field in fields:
        kind = field_kind_of(field.kind)
        if kind is not None and kind.receipt:
            told.pop(field.key, None)
    return told


def _is_same(contact: Contact, given: Mapping[str, str]) -> bool:
    """What is said now and what was said before are one person's: an equal email outranks a
    different phone, a phone alone never joins two emails, and without anything in common only one
    sitting does."""
    for kind in ("email", "phone"):
        before = contact.claims.get(kind) or getattr(contact, kind)
        if before and kind in given:
            return bool(before == given[kind])
    return _sits_still(contact)


def _sits_still(contact: Contact) -> bool:
    return now() - contact.seen_at < SITTING


def _known(speaker: Contact, given: Mapping[str, str]) -> Contact | None:
    """Who else has this address. With an email, only the email says who it is."""
    kind = "email" if "email" in given else "phone"
    value = given.get(kind)
    if not value or getattr(speaker, kind) == value:
        return None
    query = select(Contact).where(
        Contact.workspace_id == speaker.workspace_id,
        Contact.id != speaker.id,
        getattr(Contact, kind) == value,
    )
    if kind == "phone" and (email := speaker.claims.get("email") or speaker.email):
        query = query.where(Contact.email == email)
    return db.session.scalars(query.order_by(Contact.id).limit(1)).first()


def lasting(contact: Contact) -> dict[str, Any]:
    """What a contact told, without consents (which earlier releases kept among it)."""
    query = select(Consent.field_key).where(Consent.contact_id == contact.id)
    receipts = set(db.session.scalars(query))
    return {key: value for key, value in contact.properties.items() if key not in receipts}
