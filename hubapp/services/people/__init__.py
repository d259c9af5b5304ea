"""Visitors, the people they say to be, and contacts of a workspace."""

from __future__ import annotations

from hubapp.services.people.contacts import (
    Named,
    contact_with_email,
    correct,
    keep_told,
    name,
    prove,
    told,
)
from hubapp.services.people.links import Link, Signature, arrive, came_by, shown_by
from hubapp.services.people.visitors import (
    GONE,
    SITTING,
    Here,
    is_of,
    other_person,
    recognised,
    shown_contact,
    speaker_for,
    speaker_of_same,
    speakers_of,
)

__all__ = [
    "GONE",
    "Here",
    "Link",
    "Named",
    "SITTING",
    "Signature",
    "arrive",
    "came_by",
    "contact_with_email",
    "correct",
    "is_of",
    "keep_told",
    "name",
    "prove",
    "other_person",
    "recognised",
    "shown_by",
    "shown_contact",
    "speaker_for",
    "speaker_of_same",
    "speakers_of",
    "told",
]
