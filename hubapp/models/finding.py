"""Indexes by which contacts are found by the beginning of an address. An index in the order of a
language, as PostgreSQL's are, does not know beginnings; and most contacts never say who they are,
so they are not in these."""

from __future__ import annotations

from sqlalchemy import Index, text

from hubapp.models.contact import Contact

_WITH_EMAIL, _WITH_PHONE = text("email is not null"), text("phone is not null")
BY_EMAIL = Index(
    "ix_contact_email_begins",
    Contact.workspace_id,
    Contact.email,
    postgresql_ops={"email": "varchar_pattern_ops"},
    postgresql_where=_WITH_EMAIL,
    sqlite_where=_WITH_EMAIL,
)
BY_PHONE = Index(
    "ix_contact_phone_begins",
    Contact.workspace_id,
    Contact.phone,
    postgresql_ops={"phone": "varchar_pattern_ops"},
    postgresql_where=_WITH_PHONE,
    sqlite_where=_WITH_PHONE,
)
