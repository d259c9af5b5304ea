"""Visitors, the people they say to be, and contacts of a workspace."""

from __future__ import annotations

from hubapp.services.people.contacts import keep_told, name, told
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
    "SITTING",
    "Signature",
    "arrive",
    "came_by",
    "is_of",
    "keep_told",
    "name",
    "other_person",
    "recognised",
    "shown_by",
    "shown_contact",
    "speaker_for",
    "speaker_of_same",
    "speakers_of",
    "told",
]
