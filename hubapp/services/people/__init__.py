"""Visitors, the people they say to be, and contacts of a workspace."""

from __future__ import annotations

from hubapp.services.people.contacts import (
    Named,
    contact_with_email,
    correct,
    name,
    name_tester,
    prove,
)
from hubapp.services.people.links import Link, Signature, arrive, came_by, shown_by
from hubapp.services.people.remembering import (
    keep_told,
    lasting_values,
    told,
    told_or_shared,
)
from hubapp.services.people.values import (
    Place,
    forget_values,
    keep_values,
    names_of,
    take_back,
    unlearn,
    verified_values,
)
from hubapp.services.people.visitors import (
    GONE,
    SITTING,
    VERIFIED,
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
    "Place",
    "SITTING",
    "Signature",
    "VERIFIED",
    "arrive",
    "came_by",
    "contact_with_email",
    "correct",
    "forget_values",
    "is_of",
    "keep_told",
    "keep_values",
    "lasting_values",
    "name",
    "name_tester",
    "names_of",
    "prove",
    "other_person",
    "recognised",
    "shown_by",
    "shown_contact",
    "speaker_for",
    "speaker_of_same",
    "speakers_of",
    "take_back",
    "told",
    "told_or_shared",
    "unlearn",
    "verified_values",
]
