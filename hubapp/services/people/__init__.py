"""Contacts of a workspace."""

from __future__ import annotations

from hubapp.services.people.contacts import contact_for, lasting, name

__all__ = [
    "contact_for",
    "lasting",
    "name",
]
