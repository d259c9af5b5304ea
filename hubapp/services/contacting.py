"""People of a workspace. These pieces join the caller's transaction and do not commit."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select

from hubapp.core.snapshot import FieldSnapshot
from hubapp.extensions import db
from hubapp.fields import field_kind_of
from hubapp.models import Consent, Contact
from hubapp.models.columns import now


def contact_for(workspace_id: int, token: str | None) -> Contact:
    """The contact of a visitor's cookie in this workspace, or a new anonymous one."""
    if token:
        query = select(Contact).where(Contact.token == token, Contact.workspace_id == workspace_id)
        if (found := db.session.scalars(query).one_or_none()) is not None:
            return found
    contact = Contact(workspace_id=workspace_id, token=secrets.token_urlsafe(16), properties={})
    db.session.add(contact)
    db.session.flush()
    return contact


def learn(contact: Contact, fields: Sequence[FieldSnapshot], values: Mapping[str, Any]) -> Contact:
    """Keep what a form told. Whoever gives the address of somebody already known is that person:
    the returned contact may be another one."""
    given = {field.kind: values.get(field.key) for field in fields}
    known = _known(contact, "email", given.get("email")) or _known(
        contact, "phone", given.get("phone")
    )
    person = known or contact
    person.email = given.get("email") or person.email
    person.phone = given.get("phone") or person.phone
    told = {key: value for key, value in values.items() if value is not None}
    # A consent belongs to its submission and has a receipt of its own: it is nothing to tell later.
    for field in fields:
        kind = field_kind_of(field.kind)
        if kind is not None and kind.receipt:
            told.pop(field.key, None)
    person.properties = {**person.properties, **told}
    person.seen_at = now()
    return person


def lasting(contact: Contact) -> dict[str, Any]:
    """What a contact told, without consents (which earlier releases kept among it)."""
    query = select(Consent.field_key).where(Consent.contact_id == contact.id)
    receipts = set(db.session.scalars(query))
    return {key: value for key, value in contact.properties.items() if key not in receipts}


def _known(contact: Contact, column: str, value: str | None) -> Contact | None:
    if not value or getattr(contact, column) == value:
        return None
    query = select(Contact).where(
        Contact.workspace_id == contact.workspace_id, getattr(Contact, column) == value
    )
    return db.session.scalars(query.order_by(Contact.id).limit(1)).first()
