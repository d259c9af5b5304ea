"""Visitors, the people they say to be, and contacts of a workspace."""

from __future__ import annotations

from hubapp.services.people.contacts import name, told
from hubapp.services.people.visitors import (
    GONE,
    SITTING,
    Here,
    is_of,
    other_person,
    recognised,
    speaker_for,
    speaker_of_same,
    speakers_of,
)

__all__ = [
    "GONE",
    "Here",
    "SITTING",
    "is_of",
    "name",
    "other_person",
    "recognised",
    "speaker_for",
    "speaker_of_same",
    "speakers_of",
    "told",
]
