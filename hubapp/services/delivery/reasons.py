"""Why deliveries are rejected. What stands in a delivery, and is filtered by, is the English of one
of these or of one of its destination's; people read the words."""

from __future__ import annotations

from hubapp.core.words import Words
from hubapp.destinations import destination_of

ERASED = Words("The person was erased")
GAVE_UP = Words("Gave up after 24 hours")
NO_IDENTITY = Words("No identity in the submission")
REFUSED = Words("Refused")
TOO_LARGE = Words("Too large")
_OURS = (ERASED, GAVE_UP, NO_IDENTITY, REFUSED, TOO_LARGE)


def reason_in_words(kind: str, reason: str) -> Words:
    """The words of a delivery's reason; as it stands when this release does not know it. kind: of
    the destination."""
    destination = destination_of(kind)
    known = (*_OURS, *(destination.reasons if destination else ()))
    return next((each for each in known if str(each) == reason), Words.verbatim(reason))
